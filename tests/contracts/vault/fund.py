"""A fund to test the vault on: the index of a world, with holdings that a session put there.

    fund.enter(holder, 1_000)                       whole USDC in, by deposit; the shares
    fund.buy({"BTC": 1_000})                        dollars of cash into an asset, at its feed's price
    fund.hold({"BTC": 10**8})                       what the vault has from now on beside what it had, paid by nobody
    fund.add([asset])                               lists assets the world does not have: id and token of each
    fund.due(shares)                                what an exit in kind owes for shares, by asset id
    fund.set_price("BTC", 50_000)                   its feed answers so, now
    fund.sleep(86_400)                              later, feeds fresh and unchanged
    fund.session((vault.address, data), ...)        calls between open_session and what they say

The trader's code is replaced by tests/standins/SessionStub.vy, so that books can be written without pools. Time stands
still between transactions, so a view and the transaction after it see the same second.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from world.artifacts import artifact
from world.chain import Chain, create_address
from world.contract import Contract
from world.feeds import deploy_feed
from world.index import NOBODY, Listing, Roles, list_assets
from world.market import ListedAsset, World
from world.tokens import MarketAsset, deploy_token

__all__ = ["BPS", "CASH", "PLENTY", "VIRTUAL_SHARES", "YEAR", "Fund"]

BPS = 10_000
CASH = 1
PLENTY = 2**256 - 1
VIRTUAL_SHARES = 10**12
YEAR = 365 * 86_400  # seconds


class Fund:
    """The vault of `world` and what is needed to put it into any state. Amounts are raw units unless said otherwise."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chain: Chain = world.chain
        self.roles: Roles = world.roles
        self.vault: Contract = world.index.vault
        self.policy: Contract = world.index.policy
        self.registry: Contract = world.index.registry
        self.usdc: Contract = world.usdc
        trader = world.index.trader.address
        self.chain.rpc("anvil_setCode", trader, artifact("SessionStub").runtime)
        self.stub = self.chain.contract("SessionStub", trader)

    # --- policy -------------------------------------------------------------------------------------------------------

    def set_fees(self, management_bps: int, platform_bps: int) -> None:
        """As the owner, the notice of a rise waited for: a week later if one rises."""
        self.policy.set_fees(management_bps, platform_bps, sender=self.roles.owner)
        effective_at = self.policy.announced_fees()[2]
        if effective_at:
            self.sleep(effective_at - self.chain.now())
            self.policy.apply_fees(sender=self.roles.anyone)

    def set_flow_limit(self, limit: tuple[int, int, int]) -> None:
        """As the owner, the notice of a lower one waited for: a week later if a part of it falls."""
        self.world.set_flow_limit(limit)

    def unseeded(self, management_bps: int = 75, platform_bps: int = 10, queue: str = NOBODY) -> Contract:
        """Another vault beside that of the world, with FundPolicy of its own, no flow limit, and no share yet."""
        chain, roles = self.chain, self.roles
        vault = create_address(roles.deployer, chain.nonce(roles.deployer) + 1)
        first, limit = (management_bps, platform_bps, 0, False), (10**18, 1_000, 1_000)
        policy = chain.deploy(
            "FundPolicy", roles.owner, roles.guardian, vault, first, limit, roles.manager, roles.platform, 0
        )
        return chain.deploy("IndexVault", policy, self.stub, queue, self.registry, self.usdc)

    # --- accounts ----------------------------------------------------------------------------------------------------

    def give(self, account: str, usdc: int) -> None:
        """Mint raw USDC to `account`, which approves the vault without limit."""
        self.usdc.mint(account, usdc, sender=self.roles.market)
        self.usdc.approve(self.vault, PLENTY, sender=account)

    def enter(self, account: str, dollars: float) -> int:
        """Deposit newly minted USDC, whole dollars; the shares received."""
        assets = round(dollars * 10**6)
        self.give(account, assets)
        before = self.vault.balanceOf(account)
        self.vault.deposit(assets, account, sender=account)
        return int(self.vault.balanceOf(account) - before)

    # --- holdings ----------------------------------------------------------------------------------------------------

    def asset(self, provider_id: str) -> ListedAsset:
        return self.world.asset(provider_id)

    def id(self, provider_id: str) -> int:
        return self.asset(provider_id).asset_id

    def token(self, provider_id: str) -> Contract:
        return self.asset(provider_id).token

    def balance(self, asset_id: int) -> int:
        """What the books say the fund has, claims not included."""
        return int(self.vault.book(asset_id)[0])

    def books(self, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Balance and pot of many assets in one request, by id."""
        answers = self._ask([(self.vault, self.vault.book.encode(asset_id)) for asset_id in ids])
        return {
            i: (int.from_bytes(a[:32], "big"), int.from_bytes(a[32:], "big")) for i, a in zip(ids, answers, strict=True)
        }

    def received(self, account: str, ids: Sequence[int]) -> dict[int, int]:
        """What an account has of many assets, in one request, by id. Tokens must answer."""
        tokens = {asset.asset_id: asset.token for asset in self.world.assets}
        answers = self._ask([(tokens[i], tokens[i].balanceOf.encode(account)) for i in ids])
        return {i: int.from_bytes(a[:32], "big") for i, a in zip(ids, answers, strict=True)}

    def worth(self, account: str) -> Fraction:
        """USD of all an account has of the world's assets, at what their feeds answer now."""
        amounts = self.received(account, [asset.asset_id for asset in self.world.assets])
        feeds = [(asset.feed.proxy, asset.feed.proxy.latestRoundData.encode()) for asset in self.world.assets]
        answers = [int.from_bytes(answer[32:64], "big") for answer in self._ask(feeds)]
        worths = (
            Fraction(amounts[asset.asset_id] * answer, 10 ** (asset.market.decimals + asset.feed.decimals))
            for asset, answer in zip(self.world.assets, answers, strict=True)
        )
        return sum(worths, Fraction(0))

    def _ask(self, calls: Sequence[tuple[Contract, bytes]]) -> list[bytes]:
        requests = [("eth_call", [{"to": c.address, "data": "0x" + data.hex()}, "latest"]) for c, data in calls]
        return [bytes.fromhex(answer[2:]) for answer in self.chain.rpc_batch(requests)]

    def hold(self, amounts: Mapping[str, int], levy_bps: int | None = None) -> None:
        """Mint to the vault and book: what it has of each grows by the amount. The levy as NAV says unless given."""
        with self.chain.one_block(self.chain.now()):
            for provider_id, amount in amounts.items():
                self.token(provider_id).mint(self.vault, amount, sender=self.roles.market)
        held = self.vault.held()
        held += [self.id(p) for p in amounts if self.id(p) not in held]
        books = self.books(held)
        self.settle({self.id(p): books[self.id(p)][0] + amount for p, amount in amounts.items()}, held, 0)
        self.settle({}, held, self.vault.nav().levy_bps if levy_bps is None else levy_bps)

    def add(self, assets: Sequence[MarketAsset]) -> dict[int, Contract]:
        """List assets the world does not have, without pools; their tokens by id. `asset` does not know them."""
        market = self.roles.market
        with self.chain.one_block():
            tokens = [deploy_token(self.chain, asset, market) for asset in assets]
            feeds = [deploy_feed(self.chain, asset, market, self.world.maker.address) for asset in assets]
        listings = [
            Listing(token, feed, asset.liquidity_class, asset.stable)
            for asset, token, feed in zip(assets, tokens, feeds, strict=True)
        ]
        return dict(zip(list_assets(self.chain, self.world.index, self.roles, listings), tokens, strict=True))

    def hold_more(self, tokens: Mapping[int, Contract], amounts: Sequence[int]) -> None:
        """Mint to the vault and book what `add` listed: raw units of each, in its order."""
        with self.chain.one_block(self.chain.now()):
            for token, amount in zip(tokens.values(), amounts, strict=True):
                token.mint(self.vault, amount, sender=self.roles.market)
        held = [*self.vault.held(), *tokens]
        self.settle(dict(zip(tokens, amounts, strict=True)), held, self.vault.fund().exit_levy_bps)

    def buy(self, dollars: Mapping[str, int]) -> None:
        """Turn cash into assets, whole dollars of each at the price of its feed, without cost."""
        self.spend(sum(dollars.values()) * 10**6)
        self.hold({p: self.units(p, amount) for p, amount in dollars.items()})

    def units(self, provider_id: str, dollars: int) -> int:
        """Raw units worth so many dollars at the feed's price, rounded down."""
        asset = self.asset(provider_id)
        answer = asset.feed.proxy.latestRoundData()[1]
        return int(dollars * 10 ** (asset.market.decimals + asset.feed.decimals) // answer)

    def due(self, shares: int) -> dict[int, int]:
        """What an exit in kind of the next transaction owes for `shares`, by asset id, rounded down."""
        levy = self.vault.fund().exit_levy_bps
        part = Fraction(shares * (BPS - levy), (self.vault.totalSupply() + VIRTUAL_SHARES) * BPS)
        books = self.books([CASH, *self.vault.held()])
        return {asset_id: int(balance * part) for asset_id, (balance, _) in books.items()}

    def spend(self, cash: int) -> None:
        """A session pays raw USDC away, as for purchases."""
        balance = self.balance(CASH)
        pay = self.vault.pay.encode(CASH, self.roles.market, cash)
        levy = self.vault.fund().exit_levy_bps
        settle = self.vault.settle.encode([CASH | (balance - cash) << 16], self.vault.held(), levy)
        self.session((self.vault.address, pay), (self.vault.address, settle))

    def settle(self, balances: Mapping[int, int], held: list[int], levy_bps: int) -> dict[str, Any]:
        """A session that only books: balances by asset id, the whole held list; the receipt."""
        bookings = [asset_id | amount << 16 for asset_id, amount in balances.items()]
        data = self.vault.settle.encode(bookings, held, levy_bps)
        return self.session((self.vault.address, data))

    def session(self, *calls: tuple[str, bytes]) -> dict[str, Any]:
        """Open a session as the trader, make these calls (target, calldata) in it; the receipt. Raises Reverted."""
        return dict(self.stub.run(self.vault, list(calls), sender=self.roles.anyone))

    def as_trader(self, calldata: bytes) -> dict[str, Any]:
        """One call of the trader to the vault outside of a session."""
        return dict(self.stub.act(self.vault, calldata, sender=self.roles.anyone))

    # --- prices and time ---------------------------------------------------------------------------------------------

    def set_price(self, provider_id: str, dollars: float) -> None:
        """The feed answers a price in USD, as of now."""
        feed = self.asset(provider_id).feed
        feed.aggregator.set(feed.answer(dollars), self.chain.now(), sender=self.roles.market)

    def sleep(self, seconds: int) -> None:
        """Let time pass; every feed repeats its answer at the end of it."""
        feeds = [asset.feed for asset in self.world.assets]
        answers = [feed.proxy.latestRoundData()[1] for feed in feeds]
        with self.chain.one_block(self.chain.now() + seconds):
            self.world.maker.transmit([f.aggregator for f in feeds], answers, sender=self.roles.market)
