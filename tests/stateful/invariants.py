"""What holds after every step, whatever happened: chain against model, tokens against books, and the way out."""

from __future__ import annotations

from tests.stateful.model import CLAIM_SHARES, Model, Wrong, check
from tests.stateful.queue_model import QueueModel
from tests.stateful.stage import CASH, Look, Stage

__all__ = ["hold"]


def hold(look: Look, model: Model, queue: QueueModel, stage: Stage) -> None:
    """Raises Wrong for the first that does not."""
    _prices(look, stage)
    _books(look, model)
    _queue(look, queue, model)
    _covered(look, stage)
    _exits(look, model, stage)


def _prices(look: Look, stage: Stage) -> None:
    """A firm price is what the feed says now, in its own decimals; that of vault shares is at most their rate's."""
    for row in stage.world.assets:
        quote, through = look.quotes[row.asset_id], row.market.through or row.provider_id
        if not quote.firm or through not in stage.said:
            continue
        said = stage.said[through]
        if said is None or said[1] + row.feed.heartbeat < look.now:
            raise Wrong(f"{row.provider_id} is firm and its feed is silent or wrong")
        price = said[0] * 10**18
        if row.factor is not None:
            told = price * row.factor.price(row.factor.answer(stage.prices[row.provider_id]))
            if quote.price > told:
                raise Wrong(f"{row.provider_id} counts {quote.price}, above what its vault says: {float(told)}")
        elif quote.price != int(price):
            raise Wrong(f"{row.provider_id} is firm at {quote.price}, its feed says {float(price)}")


def _books(look: Look, model: Model) -> None:
    check("balances", look.balances, model.balances)
    check("pots", look.pots, {asset: pot.amount for asset, pot in model.pots.items()})
    check("supply", look.supply, model.supply)
    check("shares", look.shares, {account: model.shares.get(account.lower(), 0) for account in look.shares})
    worth = {(asset, account): model.pots[asset].worth(account.lower()) for asset, account in look.claims}
    check("claims", look.claims, worth)
    check("held", look.held, model.held)
    check("retired", sorted(look.retired), sorted(model.retired))
    fund = look.fund
    check("levy of exits in kind", fund.exit_levy_bps, model.exit_levy)
    check("fees", (fund.management_bps, fund.platform_bps), (model.management, model.platform))
    check("wound down", fund.wound_down, model.wound_down)
    check("pause", fund.paused_until, model.paused_until)


def _queue(look: Look, queue: QueueModel, model: Model) -> None:
    check("USDC in the queue", look.queue_usdc, queue.usdc)
    check("shares in the queue", model.shares.get(model.queue, 0), queue.shares)


def _covered(look: Look, stage: Stage) -> None:
    for asset, has in look.tokens.items():
        owed = look.balances[asset] + look.pots[asset]
        if has is not None and has < owed and asset not in stage.shrunk:
            raise Wrong(f"asset {asset}: the vault has {has} and owes {owed}")


def _exits(look: Look, model: Model, stage: Stage) -> None:
    """Everybody who has shares may leave in kind now, with the part that is due."""
    supply = model.accrued_supply()
    paid = [CASH, *model.held]
    retired = [asset for asset in model.retired if asset not in model.held]
    for account, amounts in look.exits.items():
        if amounts is None:
            raise Wrong(f"{account} cannot leave in kind")
        shares = look.shares[account]
        parts = []
        for asset in [*paid, *retired]:
            balance, has = look.balances[asset], look.tokens[asset]
            owed = balance + look.pots[asset]
            part = model.part(shares, supply, balance)
            if part and asset not in retired and has is not None and has < owed:
                part = model.part(shares, supply, balance * has // owed)
            parts.append(part)
        if shares >= CLAIM_SHARES:
            check(f"exit in kind of {account}", amounts, parts)
            continue
        for asset, amount, part in zip([*paid, *retired], amounts, parts, strict=True):
            sound = asset in paid and asset not in stage.odd
            if amount > part or (sound and amount != part):
                raise Wrong(f"a small exit in kind of {account} pays {amount} of asset {asset}, {part} is due")
