"""The recorded weeks held against the chain: NAV and ledger from events, every holder's shares, every decision again.

Used twice: by the demo while its chain lives, and by the check on the chain it left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from demo.accounting import ledger_at
from demo.prices import Tape
from demo.summary import Accounting, Replayed
from keepers.chain import Index, Record, rebuild
from keepers.chain.reading import answered
from keepers.chain.words import unpack_targets
from keepers.errors import KeeperError
from keepers.models import Regime
from keepers.replay import replay
from keepers.snapshot import SnapshotStore

__all__ = ["accounting", "rebuilt_nav", "replayed", "shares_of_all"]

VIRTUAL_SHARES = 10**12
"""Shares nobody owns (contracts/lib/vault/share_price.vy): the offset of ERC-4626."""
BPS = 10_000


def rebuilt_nav(records: Sequence[Record], tape: Tape, block: int, log_index: int | None = None) -> int:
    """USD 18 decimals: the books that the events give at the end of a block, at the prices of the tape.

    `log_index`: after that log of the block, whatever came behind it. Prices move in blocks of their own.
    """
    last = (block + 1, 0) if log_index is None else (block, log_index + 1)
    books = rebuild(record for record in records if (record.block, record.log_index) < last)
    return books.value(tape.at(block), tape.decimals)


def shares_of_all(index: Index, records: Iterable[Record]) -> dict[str, int]:
    """Balances on chain now of every account that ever received a share."""
    accounts = sorted(
        {record.fields["receiver"] for record in records if record.contract == "vault" and record.event == "Transfer"}
    )
    function = index.vault.function("balanceOf")
    calls = [index.vault.call("balanceOf", account) for account in accounts]
    found = dict(zip(accounts, answered(index, [function] * len(calls), calls, "latest"), strict=True))
    return {account: shares for account, shares in found.items() if shares}


def accounting(index: Index, records: Sequence[Record], tape: Tape, block: int) -> Accounting:
    """Both sides of the sum at a block, which is the latest: the ledger, and the shares at the NAV on chain."""
    ledger = next(ledger_at(records, tape, [block]))
    totals = ledger.totals.usd()
    asked = [(index.vault, "nav"), (index.vault, "totalSupply"), (index.policy, "manager"), (index.policy, "platform")]
    functions = [contract.function(name) for contract, name in asked]
    calls = [contract.call(name) for contract, name in asked]
    nav, supply, manager, platform = answered(index, functions, calls, block)
    shares = shares_of_all(index, records)
    worth = {account: owned * nav["value"] // (supply + VIRTUAL_SHARES) for account, owned in shares.items()}
    remaining = sum(worth.values())
    difference = totals.proceeds + totals.in_kind + remaining - totals.deposits - totals.market + totals.costs
    return Accounting(
        deposits_e18=totals.deposits,
        proceeds_e18=totals.proceeds,
        in_kind_e18=totals.in_kind,
        remaining_e18=remaining,
        market_e18=totals.market,
        costs_e18=totals.costs,
        difference_e18=difference,
        difference_bps=difference * BPS / totals.deposits if totals.deposits else 0.0,
        fees_e18=sum(worth.get(account, 0) for account in {index.policy.address, manager, platform}),
    )


def replayed(records: Sequence[Record], store: SnapshotStore) -> list[Replayed]:
    """Every proposed epoch decided again from its snapshot, and once more with one byte of it flipped.

    The byte is another one each time, spread over the whole file. Raises UnknownSnapshot where one is missing.
    """
    proposals = [record for record in records if record.event == "Proposed"]
    found = []
    for place, record in enumerate(proposals):
        fields = record.fields
        data_hash = bytes(fields["data_hash"])
        body = store.get(data_hash).body
        regime: Regime = "bull" if fields["bull"] else "bear"
        targets = unpack_targets(fields["words"])
        report = replay(body, data_hash, targets, fields["gauge"], regime)
        flipped = bytearray(body)
        flipped[len(body) * place // len(proposals)] ^= 1
        try:
            replay(bytes(flipped), data_hash, targets, fields["gauge"], regime)
        except KeeperError as error:
            said = type(error).__name__
        else:
            said = ""
        found.append(
            Replayed(epoch=fields["epoch"], data_hash="0x" + data_hash.hex(), reproduced=report.agrees, tampered=said)
        )
    return found
