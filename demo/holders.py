"""The holders of the demo: two buy before the first week, two later; how they leave.

Holder 1 wants to sell an eighth of its shares in a bull market. It sells what the fund's cash pays for now and requests
the rest from the queue. In a bear market, when the whole fund is stable, it sells a quarter of its shares at once.
Holder 2 leaves in kind a week after the re-entry, with its part of every asset.
Holder 3 buys in the middle of a bull market, at the NAV of a hundred assets.
Holder 4 requests to buy from the queue, in the batch in which holder 1 requests to sell, and gets some of those shares.
What the market gave no occasion for happens in the last week, as far as the cash goes.

The vault bounds what enters and what leaves at NAV within an hour; what is more moves in instalments, hour by hour:
the first two begin SUBSCRIPTION seconds before the first look and are in when it comes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from demo.settings import DemoError
from demo.summary import Exit
from keepers.chain import Index, Reading, read
from world.market import World

__all__ = ["SUBSCRIPTION", "People"]

FIRST_USDC, SECOND_USDC, THIRD_USDC, FOURTH_USDC = 1_200_000, 800_000, 100_000, 50_000
FOURTH = 11
"""Place of holder 4 among the accounts of the chain, behind those with a role."""
THIRD_ENTERS_IN = 4
QUEUE_FROM = 6
"""The first week, in bull, in which somebody uses the request queue."""
SOLD_IN_BULL, SOLD_IN_BEAR = 8, 4
"""One part in so many of the shares of holder 1."""
SUBSCRIPTION = 86_400
"""Seconds: 50,000 USDC an hour while the fund is small, then 20 % of it while all is cash, take eighteen hours."""
HOUR = 3_600
MOST_HOURS = 16
"""In which one exit or a later entry is done: the feeds' answers stay fresh for a day."""
USDC, SHARE, USD = 10**6, 10**18, 10**18
PATIENCE = 600
"""Seconds after which a holder's transaction is void."""
TOLERANCE_BPS = 10
"""Of what the preview promised, before a holder's transaction reverts."""


@dataclass
class People:
    """Holders and what they have done. Amounts of USDC have 6 decimals, shares 18."""

    world: World
    index: Index
    exits: list[Exit] = field(default_factory=list)
    _asked: bool = False
    _sold: bool = False
    _left: bool = False
    _was_bull: bool = False
    _bear_weeks: int = 0
    _bull_weeks: int = 0

    def start(self) -> list[str]:
        """The first deposits, over the hours before the first look; nothing but stable assets has a price to tell."""
        roles = self.world.roles
        first = [("Holder 1", roles.holder, FIRST_USDC), ("Holder 2", roles.other_holder, SECOND_USDC)]
        return [self._enter(*entry, SUBSCRIPTION // HOUR, feeds=True) for entry in first]

    def act(self, week: int, bull: bool, last: bool) -> list[str]:
        """Whatever is due at the end of a week, in words."""
        self._bull_weeks = self._bull_weeks + 1 if bull else 0
        self._bear_weeks = 0 if bull else self._bear_weeks + 1
        told = []
        if not self._asked and (last or (week >= QUEUE_FROM and self._bull_weeks > 1)):
            self._asked = True
            told += [self._sell_and_ask(week, bull), self._ask_to_enter()]
        if not self._sold and (last or (self._was_bull and self._bear_weeks == 2)):
            self._sold = True
            told.append(self._sell(week, bull))
        if not self._left and (last or (self._sold and self._bull_weeks == 2)):
            self._left = True
            told.append(self._leave_in_kind(week, bull))
        if week == THIRD_ENTERS_IN and bull:
            told.append(self._enter("Holder 3", self.world.roles.anyone, THIRD_USDC))
        self._was_bull = self._was_bull or bull
        return told

    def claim(self, week: int, bull: bool) -> list[str]:
        """Everybody collects from the queue what is settled, in words."""
        told = []
        one, four = self.world.roles.holder, self.world.chain.accounts[FOURTH]
        queue = self.world.index.queue
        if shares := queue.maxRedeem(one):
            receipt = queue.redeem(shares, one, one, sender=one)
            paid = queue.events(receipt, "Claimed")[0].paid
            value = paid * read(self.index).cash.quote.price // USDC
            gas = self._gone(week, bull, "Holder 1", one, "request", [receipt], shares, value, 1)
            told.append(f"Holder 1 claims {paid / USDC:,.0f} USDC for {shares / SHARE:,.0f} shares ({gas:,} gas)")
        if assets := queue.maxDeposit(four):
            receipt = queue.deposit(assets, four, four, sender=four)
            bought, gas = queue.events(receipt, "Claimed")[0].paid, int(receipt["gasUsed"], 16)
            told.append(f"Holder 4 claims {bought / SHARE:,.0f} shares for {assets / USDC:,.0f} USDC ({gas:,} gas)")
        return told

    def _enter(self, who: str, account: str, usdc: int, hours: int = MOST_HOURS, *, feeds: bool = False) -> str:
        """Whole USDC, as much each hour as the vault takes. `feeds`: those of stable assets answer every hour."""
        vault, left = self.world.index.vault, usdc * USDC
        self.world.fund(account, usdc)
        self.world.usdc.approve(vault, left, sender=account)
        shares, gas, times = 0, 0, 0
        for _ in range(hours):
            if amount := min(left, vault.maxDeposit(account)):
                least = vault.previewDeposit(amount) * (10_000 - TOLERANCE_BPS) // 10_000
                receipt = vault.buy(amount, least, account, self._deadline(), sender=account)
                shares += vault.events(receipt, "Entered")[0].shares
                gas, times, left = gas + int(receipt["gasUsed"], 16), times + 1, left - amount
            if not left:
                break
            self._next_hour(feeds)
        if left:
            raise DemoError(f"demo: {who} could not bring {left / USDC:,.0f} of {usdc:,} USDC in within {hours} hours")
        return f"{who} buys {shares / SHARE:,.0f} shares for {usdc:,} USDC{_in_times(times)} ({gas:,} gas)"

    def _sell_and_ask(self, week: int, bull: bool) -> str:
        """Holder 1 sells what the vault pays for now, and requests the rest from the queue."""
        vault, queue, account = self.world.index.vault, self.world.index.queue, self.world.roles.holder
        wanted = vault.balanceOf(account) // SOLD_IN_BULL
        told = []
        if now := min(wanted, vault.maxRedeem(account)):
            least = vault.previewRedeem(now) * (10_000 - TOLERANCE_BPS) // 10_000
            receipt = vault.sell(now, least, account, self._deadline(), sender=account)
            paid = vault.events(receipt, "Exited")[0].assets
            value = paid * read(self.index).cash.quote.price // USDC
            gas = self._gone(week, bull, "Holder 1", account, "usdc", [receipt], now, value, 1)
            told.append(f"sells {now / SHARE:,.0f} shares now for {paid / USDC:,.0f} USDC ({gas:,} gas)")
        if (rest := wanted - now) >= queue.min_shares():
            vault.approve(queue, rest, sender=account)
            receipt = queue.requestRedeem(rest, account, account, sender=account)
            batch, gas = queue.events(receipt, "Requested")[0].batch, int(receipt["gasUsed"], 16)
            told.append(f"requests to sell {rest / SHARE:,.0f} more in batch {batch} ({gas:,} gas)")
        return f"Holder 1 {' and '.join(told) or 'sells nothing: an eighth of its shares is below the least request'}"

    def _ask_to_enter(self) -> str:
        queue, account = self.world.index.queue, self.world.chain.accounts[FOURTH]
        self.world.fund(account, FOURTH_USDC)
        self.world.usdc.approve(queue, FOURTH_USDC * USDC, sender=account)
        receipt = queue.requestDeposit(FOURTH_USDC * USDC, account, account, sender=account)
        batch, gas = queue.events(receipt, "Requested")[0].batch, int(receipt["gasUsed"], 16)
        return f"Holder 4 requests to buy for {FOURTH_USDC:,} USDC in batch {batch} ({gas:,} gas)"

    def _sell(self, week: int, bull: bool) -> str:
        vault, account = self.world.index.vault, self.world.roles.holder
        cash = vault.nav().cash
        left = min(vault.balanceOf(account) // SOLD_IN_BEAR, vault.previewWithdraw(cash) if cash else 0)
        receipts, sold, paid, value = [], 0, 0, 0
        for _ in range(MOST_HOURS):
            if shares := min(left, vault.maxRedeem(account)):
                least = vault.previewRedeem(shares) * (10_000 - TOLERANCE_BPS) // 10_000
                receipt = vault.sell(shares, least, account, self._deadline(), sender=account)
                assets = vault.events(receipt, "Exited")[0].assets
                receipts.append(receipt)
                sold, paid, left = sold + shares, paid + assets, left - shares
                value += assets * read(self.index).cash.quote.price // USDC
            if not left or vault.nav().cash == 0:
                break
            self._next_hour()
        if not receipts:
            return "Holder 1 sells nothing: the fund has no cash. It could leave in kind"
        gas = self._gone(week, bull, "Holder 1", account, "usdc", receipts, sold, value, 1)
        times = _in_times(len(receipts))
        return f"Holder 1 sells {sold / SHARE:,.0f} shares for {paid / USDC:,.0f} USDC{times} ({gas:,} gas)"

    def _leave_in_kind(self, week: int, bull: bool) -> str:
        vault, account = self.world.index.vault, self.world.roles.other_holder
        shares = vault.balanceOf(account)
        reading = read(self.index)
        receipt = vault.redeem_in_kind(shares, account, account, sender=account)
        event = vault.events(receipt, "ExitedInKind")[0]
        value = _worth(reading, event)
        assets = sum(amount > 0 for amount in event.amounts)
        gas = self._gone(week, bull, "Holder 2", account, "in kind", [receipt], shares, value, assets)
        return f"Holder 2 leaves in kind with {assets} assets worth {value / USD:,.0f} USD ({gas:,} gas)"

    def _gone(
        self,
        week: int,
        bull: bool,
        who: str,
        account: str,
        kind: Any,
        receipts: list[dict[str, Any]],
        shares: int,
        value: int,
        assets: int,
    ) -> int:
        gas = sum(int(receipt["gasUsed"], 16) for receipt in receipts)
        self.exits.append(
            Exit(
                week=week,
                regime="bull" if bull else "bear",
                who=who,
                account=account,
                kind=kind,
                transactions=[receipt["transactionHash"] for receipt in receipts],
                gas_used=gas,
                shares_e18=shares,
                value_e18=value,
                assets=assets,
            )
        )
        return gas

    def _next_hour(self, feeds: bool = False) -> None:
        begins = (self.world.chain.now() // HOUR + 1) * HOUR
        if feeds:
            self.world.advance_to(begins, {})
        else:
            self.world.chain.mine(begins)

    def _deadline(self) -> int:
        return self.world.chain.now() + PATIENCE


def _in_times(times: int) -> str:
    return f" in {times} instalments, one an hour" if times > 1 else ""


def _worth(reading: Reading, event: Any) -> int:
    """USD 18 decimals of what an exit in kind paid, at the prices of the reading."""
    quotes = {holding.asset.asset_id: holding.quote for holding in reading.holdings}
    paid = zip(event.assets, event.amounts, strict=True)
    return sum(amount * quotes[asset].price // 10 ** quotes[asset].decimals for asset, amount in paid)
