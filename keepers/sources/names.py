"""What well-known assets are called, and their usual decimals. Facts only: no price, no cap, no address.

One line per asset: symbol, name, decimals where they are not 18. The order is only the one in which a synthetic market
hands out its caps. A real market identifies assets by provider id; this list just gives them a readable name.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["STABLE", "VOLATILE", "WRAPPED", "AssetName", "named"]


@dataclass(frozen=True, slots=True)
class AssetName:
    """How to show an asset. `provider_id` is what market data call it."""

    provider_id: str
    symbol: str
    name: str
    decimals: int


_VOLATILE = """
BTC Bitcoin 8 | ETH Ethereum | XRP XRP 6 | BNB BNB | SOL Solana 9 | DOGE Dogecoin 8 | ADA Cardano 6 | TRX TRON 6
AVAX Avalanche | LINK Chainlink | DOT Polkadot 10 | MATIC Polygon | LTC Litecoin 8 | SHIB Shiba Inu
BCH Bitcoin Cash 8 | XLM Stellar 7 | UNI Uniswap | ATOM Cosmos 6 | NEAR NEAR Protocol 24 | XMR Monero 12
ETC Ethereum Classic | ICP Internet Computer 8 | FIL Filecoin | HBAR Hedera 8 | APT Aptos 8 | LDO Lido DAO
ARB Arbitrum | VET VeChain | OP Optimism | AAVE Aave | MKR Maker | GRT The Graph | ALGO Algorand 6 | QNT Quant
STX Stacks 6 | EGLD MultiversX | INJ Injective | IMX Immutable | RNDR Render | SAND The Sandbox | MANA Decentraland
AXS Axie Infinity | THETA Theta | FTM Fantom | SNX Synthetix | XTZ Tezos 6 | EOS EOS 4 | FLOW Flow 8 | NEO Neo 8
CHZ Chiliz | KAVA Kava 6 | MINA Mina 9 | CRV Curve | RPL Rocket Pool | GALA Gala 8 | ZEC Zcash 8 | DASH Dash 8
COMP Compound | CAKE PancakeSwap | RUNE THORChain | LUNA Terra 6 | IOTA IOTA 6 | KLAY Klaytn | XEC eCash 2
BSV Bitcoin SV 8 | CFX Conflux | SUI Sui 9 | SEI Sei 6 | TIA Celestia 6 | PEPE Pepe | FLOKI Floki 9 | BONK Bonk 5
WIF dogwifhat 6 | JUP Jupiter 6 | PYTH Pyth Network 6 | ENS Ethereum Name Service | 1INCH 1inch | SUSHI Sushi
YFI yearn.finance | BAL Balancer | BAT Basic Attention Token | ZRX 0x | ENJ Enjin Coin | LRC Loopring | ANKR Ankr
CELO Celo | ROSE Oasis 9 | ONE Harmony | ZIL Zilliqa 12 | WAVES Waves 8 | QTUM Qtum 8 | ICX ICON | ONT Ontology 9
IOST IOST | OMG OMG Network | SC Siacoin 24 | DGB DigiByte 8 | DCR Decred 8 | RVN Ravencoin 8 | XEM NEM 6 | HOT Holo
KSM Kusama 12 | GLM Golem | STORJ Storj 8 | AUDIO Audius | AR Arweave 12 | HNT Helium 8 | MASK Mask Network
DYDX dYdX | GMX GMX | BLUR Blur | MAGIC Magic | APE ApeCoin | GMT STEPN 9 | WOO WOO | SKL SKALE | CELR Celer Network
COTI COTI | OCEAN Ocean Protocol | FET Fetch.ai | AGIX SingularityNET 8 | RLC iExec RLC 9 | NMR Numeraire
BAND Band Protocol | API3 API3 | UMA UMA | REN Ren | KNC Kyber Network | BNT Bancor | CVX Convex Finance
FXS Frax Share | SPELL Spell Token | ALPHA Stella | PERP Perpetual Protocol | LPT Livepeer | POLY Polymath
REQ Request | SNT Status | POWR Powerledger 6 | CVC Civic 8 | STEEM Steem 3 | LSK Lisk 8 | ARDR Ardor 8 | ARK Ark 8
STRAX Stratis 8 | NANO Nano | XVG Verge | SYS Syscoin 8 | KMD Komodo 8 | FLUX Flux 8 | CKB Nervos 8 | JST JUST
SUN Sun | WIN WINkLink 6 | BTT BitTorrent | TFUEL Theta Fuel | DENT Dent 8 | CHR Chromia 6
ALICE My Neighbor Alice 6 | TLM Alien Worlds 4 | SLP Smooth Love Potion 0 | YGG Yield Guild Games | ILV Illuvium
SUPER SuperVerse | RAY Raydium 6 | SRM Serum 6 | ORCA Orca 6 | OSMO Osmosis 6 | JUNO Juno 6 | SCRT Secret 6
EVMOS Evmos | ASTR Astar | GLMR Moonbeam | MOVR Moonriver | METIS Metis | BOBA Boba Network | LOOKS LooksRare
SSV ssv.network | ETHFI ether.fi | ENA Ethena | ONDO Ondo | PENDLE Pendle | STRK Starknet | ZK ZKsync | W Wormhole 6
DYM Dymension | ALT AltLayer | MANTA Manta Network | AEVO Aevo | TNSR Tensor 9
"""

_STABLE = "USDC USD Coin 6 | USDT Tether 6 | DAI Dai | FRAX Frax | TUSD TrueUSD"
_WRAPPED = "WBTC Wrapped Bitcoin 8 | STETH Lido Staked Ether"


def _parsed(text: str) -> tuple[AssetName, ...]:
    found = []
    for entry in text.replace("\n", "|").split("|"):
        words = entry.split()
        if words:
            decimals = int(words.pop()) if len(words) > 2 and words[-1].isdigit() else 18
            found.append(AssetName(words[0], words[0], " ".join(words[1:]), decimals))
    return tuple(found)


VOLATILE = _parsed(_VOLATILE)
STABLE = _parsed(_STABLE)
WRAPPED = _parsed(_WRAPPED)
_BY_ID = {entry.provider_id: entry for entry in (*VOLATILE, *STABLE, *WRAPPED)}


def named(provider_id: str) -> AssetName:
    """How to show an asset; one that is not in the list goes by its id and has 18 decimals."""
    return _BY_ID.get(provider_id, AssetName(provider_id, provider_id, provider_id, 18))
