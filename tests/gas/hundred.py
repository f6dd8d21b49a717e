"""A fund of one hundred assets, as it is after some weeks: what gas is measured on.

Real Uniswap V3 pools that have traded, feeds behind Chainlink's proxy pattern, USDC behind its proxy; one hundred
volatile assets in three liquidity classes, all held; both pages of the strategy written before; a holder who has left
in kind before, so that every token knows the account.
"""

from pathlib import Path
from typing import Any

from tests.funded import Leg, next_session
from tests.gas.report import ASSETS
from tests.target_words import pack
from world.chain import Chain, Reverted
from world.contract import Contract
from world.market import ListedAsset, World
from world.node import TRANSACTION_GAS_CAP
from world.tokens import ranked_asset

__all__ = ["ASSETS", "CAPITAL", "CASH", "WEEK", "WHOLE_PPM", "Hundred", "Leg"]

CASH = 1
CAPITAL = 5_000_000 * 10**6  # raw USDC
WEEK = 7 * 86_400
WHOLE_PPM = 1_000_000
WEIGHTS = {"deep": 110_000, "medium": 12_000, "thin": 4_500}  # ppm; 2, 38 and 60 assets; 54,000 are cash
BEAR = {"USDC": 340_000, "USDT": 330_000, "DAI": 330_000}  # ppm
SHIFTS = {"deep": 3_000, "medium": 300, "thin": 100}  # ppm a weight moves from one week to the next, up or down
PRICES = (42_000.0, 2_300.0, 310.0, 100.0, 0.6, 0.25, 17.0, 140.0, 0.0125, 5.5)
ALL_BUT_DUST = 0
BUYS_A_SESSION = 40  # a first purchase writes new slots everywhere; a hundred of them do not fit
FAR = 2**40
Targets = dict[int, int]


class Hundred:
    """The fund. Each method does one thing of its life; the measured ones answer the receipt."""

    def __init__(self, folder: Path, chain: Chain, timestamp: int) -> None:
        self.prices = {f"A{i:02}": PRICES[i % len(PRICES)] * (1 + i / ASSETS) for i in range(ASSETS)}
        ranked = [
            ranked_asset(name, name, name, price, rank) for rank, (name, price) in enumerate(self.prices.items(), 1)
        ]
        self.world = World.create(folder, ranked, timestamp, chain=chain)
        self.chain = chain
        self.index = self.world.index
        self.roles = self.world.roles
        self.assets = [self.world.asset(name) for name in self.prices]
        self.stables = [self.world.asset(name) for name in BEAR]
        self._live()

    @property
    def epoch(self) -> int:
        """The active decision's."""
        return int(self.index.strategy.active().epoch)

    def _live(self) -> None:
        holder, vault = self.roles.holder, self.index.vault
        self.world.usdc.mint(holder, 2 * CAPITAL, sender=self.roles.market)
        self.world.usdc.approve(vault, 2**256 - 1, sender=holder)
        self.world.lift_flow_limit()
        self.index.trader.set_budget((200, 250, 200), sender=self.roles.owner)
        vault.deposit(CAPITAL, holder, sender=holder)
        self.decide(self.weights(), bull=True)
        self.invest()
        self.wait(WEEK)
        self.decide(self.weights(shift=1), bull=True)
        self.wait(WEEK)
        self.leave(vault.balanceOf(holder) // 100)

    # --- the strategy ----------------------------------------------------------------------------------------------

    def weights(self, shift: int = 0) -> Targets:
        """Targets of all hundred assets and cash; `shift` 1 or 2 moves every weight, half up and half down."""
        ppm = {}
        for place, asset in enumerate(self.assets):
            step = SHIFTS[asset.market.liquidity_class] * shift
            ppm[asset.asset_id] = WEIGHTS[asset.market.liquidity_class] + (step if place % 2 else -step)
        return {CASH: WHOLE_PPM - sum(ppm.values()), **ppm}

    def decide(self, targets: Targets, *, bull: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        """Propose, wait, activate; both receipts. Feeds are fresh afterwards."""
        strategy, proposer = self.index.strategy, self.roles.proposer
        epoch = self.epoch + 1
        words = pack(sorted(targets.items()))
        data_hash = epoch.to_bytes(32, "big")
        uri = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"
        proposed = strategy.propose(epoch, bull, 50_000_000, words, data_hash, uri, 1, sender=proposer)
        self.wait(max(0, strategy.pending().activates_at - self.chain.now()))
        return proposed, strategy.activate(epoch, sender=proposer)

    # --- the trader ------------------------------------------------------------------------------------------------

    def invest(self) -> None:
        """Buy everything for the first time, in as many sessions as it takes."""
        legs = self.buy_everything()
        for first in range(0, ASSETS, BUYS_A_SESSION):
            self.trade(legs[first : first + BUYS_A_SESSION])

    def shelter(self) -> None:
        """A bear market: everything into three stable assets, USDC one of them."""
        ppm = dict(zip((a.asset_id for a in self.stables), BEAR.values(), strict=True))
        self.decide(ppm, bull=False)
        self.trade(self.sell_everything())
        nav = self.index.vault.totalAssets()
        bought = (a for a in self.stables if a.asset_id != CASH)
        self.trade([self.leg(a, buy=True, amount=nav * ppm[a.asset_id] // WHOLE_PPM) for a in bought])
        self.wait(WEEK)

    def buy_everything(self) -> list[Leg]:
        """The legs of an entry from USDC alone."""
        targets, nav = self.weights(), self.index.vault.totalAssets()
        return [self.leg(a, buy=True, amount=nav * targets[a.asset_id] // WHOLE_PPM) for a in self.assets]

    def sell_everything(self) -> list[Leg]:
        """The legs of a switch into USDC."""
        return [self.leg(asset, buy=False, amount=ALL_BUT_DUST) for asset in self.assets]

    def weekly_legs(self, count: int) -> list[Leg]:
        """Half sales, half purchases, each most of the way to the target that the last decision moved."""
        nav, sales, purchases = self.index.vault.totalAssets(), [], []
        for place, asset in enumerate(self.assets[:count]):
            tier = asset.market.liquidity_class
            if place % 2:
                purchases.append(self.leg(asset, buy=True, amount=nav * SHIFTS[tier] // WHOLE_PPM * 9 // 10))
            else:
                book = self.index.vault.book(asset.asset_id)[0]
                sales.append(self.leg(asset, buy=False, amount=book * SHIFTS[tier] // WEIGHTS[tier] * 9 // 10))
        return sales + purchases

    def leg(self, asset: ListedAsset, *, buy: bool, amount: int) -> Leg:
        assert asset.pool is not None
        zero_in = (asset.pool.token0 == asset.token.address) != buy
        return (asset.asset_id, buy, amount, 0, int(asset.pool.address, 16) | zero_in << 160, 0, 0)

    def trade(self, legs: list[Leg], *, gas: int = TRANSACTION_GAS_CAP, **options: Any) -> dict[str, Any]:
        """One session of the trader; its receipt."""
        session = next_session(self.index, legs)
        return dict(self.index.trader.rebalance(*session, sender=self.roles.executor, gas=gas, **options))

    # --- the holder ------------------------------------------------------------------------------------------------

    def enter(self, assets: int) -> dict[str, Any]:
        """Raw USDC in at NAV."""
        return dict(self.index.vault.deposit(assets, self.roles.holder, sender=self.roles.holder))

    def withdraw(self, assets: int) -> dict[str, Any]:
        """Raw USDC out at NAV."""
        holder = self.roles.holder
        return dict(self.index.vault.withdraw(assets, holder, holder, sender=holder))

    def leave(self, shares: int) -> dict[str, Any]:
        """An exit in kind."""
        holder = self.roles.holder
        return dict(self.index.vault.redeem_in_kind(shares, holder, holder, sender=holder))

    # --- time, and the least gas limit -----------------------------------------------------------------------------

    def wait(self, seconds: int) -> None:
        """Time passes; feeds answer as before, pools stand at their prices."""
        self.world.advance_to(self.chain.now() + max(1, seconds), self.prices)

    def least_gas_limit(self, contract: Contract, data: bytes, sender: str, used: int) -> int:
        """The smallest gas limit, to 10,000, under which a call succeeds. More than it uses where a refund or a
        fairness check asks for it."""
        fails, succeeds = used - 10_000, TRANSACTION_GAS_CAP
        while succeeds - fails > 10_000:
            middle = (fails + succeeds) // 2
            try:
                self.chain.call(contract.address, data, sender=sender, gas=middle)
            except Reverted:
                fails = middle
            else:
                succeeds = middle
        return succeeds
