"""How many whole tokens of a well-known asset there are, to one or two digits: rounded facts that age slowly.

A synthetic market divides its invented caps by them, so that a name's price has the size that its readers know.
"""

from __future__ import annotations

__all__ = ["supply"]

_SUPPLIES = """
BTC 1.9e7 | ETH 1.2e8 | XRP 5e10 | BNB 1.6e8 | SOL 3.5e8 | DOGE 1.3e11 | ADA 3.4e10 | TRX 9e10 | AVAX 3e8 | LINK 5e8
DOT 1.2e9 | MATIC 8e9 | LTC 7e7 | SHIB 5.5e14 | BCH 1.9e7 | XLM 2.5e10 | UNI 7e8 | ATOM 3e8 | NEAR 8e8 | XMR 1.8e7
ETC 1.4e8 | ICP 2.5e8 | FIL 3e8 | HBAR 2e10 | APT 2e8 | LDO 8e8 | ARB 1.3e9 | VET 7e10 | OP 6e8 | AAVE 1.4e7
MKR 9e5 | GRT 7e9 | ALGO 7e9 | QNT 1.2e7 | STX 1.4e9 | EGLD 2.4e7 | INJ 8e7 | IMX 1e9 | RNDR 3e8 | SAND 1.5e9
MANA 1.9e9 | AXS 1e8 | THETA 1e9 | FTM 2.6e9 | SNX 2.5e8 | XTZ 9e8 | EOS 1e9 | FLOW 1e9 | NEO 7e7 | CHZ 6e9
KAVA 3e8 | MINA 8e8 | CRV 6e8 | RPL 2e7 | GALA 7e9 | ZEC 1.5e7 | DASH 1.1e7 | COMP 7e6 | CAKE 1.5e8 | RUNE 3.3e8
LUNA 3.5e8 | IOTA 2.8e9 | KLAY 3e9 | XEC 1.9e13 | BSV 1.9e7 | CFX 2e9 | SUI 8e8 | SEI 2e9 | TIA 1.5e8 | PEPE 4e14
FLOKI 9e12 | BONK 6e13 | WIF 1e9 | JUP 1.4e9 | PYTH 1.5e9 | ENS 2e7 | 1INCH 8e8 | SUSHI 2e8 | YFI 3.4e4 | BAL 5e7
BAT 1.5e9 | ZRX 8.5e8 | ENJ 1e9 | LRC 1.3e9 | ANKR 8e9 | CELO 5e8 | ROSE 5e9 | ONE 1.2e10 | ZIL 1.6e10 | WAVES 1.1e8
QTUM 1e8 | ICX 9e8 | ONT 9e8 | IOST 1.8e10 | OMG 1.4e8 | SC 5e10 | DGB 1.6e10 | DCR 1.5e7 | RVN 1.1e10 | XEM 9e9
HOT 1.7e11 | KSM 9e6 | GLM 1e9 | STORJ 4e8 | AUDIO 1e9 | AR 6e7 | HNT 1.3e8 | MASK 7e7 | DYDX 1.5e8 | GMX 9e6
BLUR 1e9 | MAGIC 2e8 | APE 3.6e8 | GMT 8e8 | WOO 1.7e9 | SKL 4e9 | CELR 7e9 | COTI 1.2e9 | OCEAN 6e8 | FET 8e8
AGIX 1.2e9 | RLC 7e7 | NMR 6e6 | BAND 1.3e8 | API3 8e7 | UMA 7e7 | REN 1e9 | KNC 1.8e8 | BNT 1.6e8 | CVX 7e7
FXS 7e7 | SPELL 1e11 | ALPHA 7e8 | PERP 7e7 | LPT 2.7e7 | POLY 9e8 | REQ 1e9 | SNT 3.7e9 | POWR 5e8 | CVC 1e9
STEEM 4e8 | LSK 1.4e8 | ARDR 1e9 | ARK 1.7e8 | STRAX 1.5e8 | NANO 1.3e8 | XVG 1.6e10 | SYS 7e8 | KMD 1.4e8 | FLUX 3e8
CKB 4e10 | JST 9e9 | SUN 9e9 | WIN 9.7e11 | BTT 9.5e14 | TFUEL 6e9 | DENT 1e11 | CHR 7e8 | ALICE 7e7 | TLM 3e9
SLP 4e10 | YGG 2e8 | ILV 6e6 | SUPER 4e8 | RAY 2e8 | SRM 3e8 | ORCA 5e7 | OSMO 5e8 | JUNO 6e7 | SCRT 2e8
EVMOS 4e8 | ASTR 5e9 | GLMR 6e8 | MOVR 8e6 | METIS 5e6 | BOBA 2e8 | LOOKS 1e9 | SSV 1e7 | ETHFI 2e8 | ENA 2e9
ONDO 1.4e9 | PENDLE 1.5e8 | STRK 1.3e9 | ZK 3.7e9 | W 2.6e9 | DYM 2e8 | ALT 2e9 | MANTA 3e8 | AEVO 9e8 | TNSR 1.3e8
"""

_BY_ID = {
    asset: float(count)
    for asset, count in (entry.split() for entry in _SUPPLIES.replace("\n", "|").split("|") if entry)
}


def supply(provider_id: str) -> float:
    """Whole tokens in circulation. KeyError for an asset that is not in the list."""
    return _BY_ID[provider_id]
