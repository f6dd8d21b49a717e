"""Random days at the queue: claims never exceed what came in, their order does not matter, splitting gains nothing."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE, Counter
from tests.contracts.queue.model import Model, Side
from tests.contracts.vault.properties import bounded, undone

ROLES = ["holder", "other_holder", "anyone"]
who = st.sampled_from(ROLES)
cents = st.integers(10 * DOLLAR, 40_000 * DOLLAR)
shares = st.integers(10 * SHARE, 40_000 * SHARE)
ask = st.one_of(
    st.tuples(st.just("deposit"), who, cents),
    st.tuples(st.just("redeem"), who, shares),
    st.tuples(st.just("cancel"), who, st.sampled_from([0, 1])),
    st.tuples(st.just("claim"), who, st.integers(1, 10_000)),
)


@dataclass(frozen=True)
class Day:
    """What is asked before the cut-off, what BTC costs then, and the vault's cash in USDC, None: as it is."""

    asks: list[tuple[str, str, int]]
    btc: int
    cash: int | None
    wait: int


days = st.builds(
    Day,
    asks=st.lists(ask, min_size=1, max_size=5),
    btc=st.integers(30_000, 60_000),
    cash=st.sampled_from([None, None, 0, 3_000]),
    wait=st.sampled_from([HOUR, DAY]),
)


@dataclass
class Account:
    """A plain list of what an account has coming, by side: settled (amount, payment) and given back."""

    waiting: list[int] = field(default_factory=lambda: [0, 0])
    claimable: list[int] = field(default_factory=lambda: [0, 0])
    owed: list[int] = field(default_factory=lambda: [0, 0])
    returned: list[int] = field(default_factory=lambda: [0, 0])


Books = dict[str, Account]


def settle_all(books: Books, results: tuple[Side, Side]) -> None:
    for account in books.values():
        for side, result in enumerate(results):
            if account.waiting[side]:
                filled, paid, back = result.of(account.waiting[side])
                account.claimable[side] += filled
                account.owed[side] += paid
                account.returned[side] += back
                account.waiting[side] = 0


def act(counter: Counter, books: Books, name: str, account: str, amount: int) -> None:
    """One step on the chain and in the books."""
    mine, queue = books[account], counter.queue
    if name == "deposit":
        counter.give(account, amount)
        queue.requestDeposit(amount, account, account, sender=account)
        mine.waiting[0] += amount
    elif name == "redeem":
        amount = min(amount, counter.vault.balanceOf(account))
        if amount >= queue.min_shares():
            counter.ask_redeem(account, amount)
            mine.waiting[1] += amount
    elif name == "cancel" and mine.waiting[amount]:
        function = (queue.cancelDepositRequest, queue.cancelRedeemRequest)[amount]
        function(counter.open_batch, account, sender=account)
        mine.returned[amount] += mine.waiting[amount]
        mine.waiting[amount] = 0
    elif name == "claim":
        claim_part(counter, mine, account, amount)


def claim_part(counter: Counter, mine: Account, account: str, part: int) -> None:
    for side, function in enumerate((counter.queue.deposit, counter.queue.redeem)):
        amount = mine.claimable[side] * part // 10_000
        paid = amount * mine.owed[side] // mine.claimable[side] if amount else 0
        if paid:
            assert function.call(amount, account, account, sender=account) == paid
            function(amount, account, account, sender=account)
            mine.claimable[side] -= amount
            mine.owed[side] -= paid


def check(counter: Counter, books: Books) -> None:
    """The chain says what the books say, and has what it owes."""
    queue, batch = counter.queue, counter.open_batch
    for account, mine in books.items():
        assert [queue.maxDeposit(account), queue.maxRedeem(account)] == mine.claimable
        assert [queue.maxMint(account), queue.maxWithdraw(account)] == mine.owed
        pending = [queue.pendingDepositRequest(batch, account), queue.pendingRedeemRequest(batch, account)]
        assert pending == mine.waiting
    due_assets = sum(a.waiting[0] + a.owed[1] + a.returned[0] for a in books.values())
    due_shares = sum(a.waiting[1] + a.owed[0] + a.returned[1] for a in books.values())
    assert counter.usdc.balanceOf(queue) >= due_assets
    assert counter.vault.balanceOf(queue) >= due_shares
    # What is more is the dust of rounding: at most a raw unit a claim, and a raw USDC's worth of shares a batch.
    assert counter.usdc.balanceOf(queue) - due_assets <= 4 * batch
    assert counter.vault.balanceOf(queue) - due_shares <= 2 * 10**12 * batch


@bounded(40)
@given(life=st.lists(days, min_size=1, max_size=4), platform=st.integers(0, 100))
def test_queue__any_days__are_the_model_to_the_unit(
    counter: Counter, owner: str, life: list[Day], platform: int
) -> None:
    roles = counter.fund.roles
    with undone(counter.fund.chain):
        counter.fund.set_fees(75, platform)
        counter.vault.transfer(roles.anyone, 50_000 * SHARE, sender=roles.holder)
        books = {getattr(roles, role): Account() for role in ROLES}
        for day in life:
            for name, role, amount in day.asks:
                act(counter, books, name, getattr(roles, role), amount)
            if any(any(a.waiting) for a in books.values()):
                run_day(counter, books, day)
            check(counter, books)
        leave(counter, books)


def run_day(counter: Counter, books: Books, day: Day) -> None:
    counter.lock()
    counter.fund.set_price("BTC", day.btc)
    if day.cash is not None and counter.fund.balance(1) > (day.cash + 1) * DOLLAR:
        counter.exhaust(leave=day.cash)
    counter.fund.sleep(day.wait)
    model = Model.of(counter)
    model.deposits = {a: mine.waiting[0] for a, mine in books.items() if mine.waiting[0]}
    model.redemptions = {a: mine.waiting[1] for a, mine in books.items() if mine.waiting[1]}
    results = model.settle()
    if results[1].filled < results[1].received and day.wait < DAY:
        # not whole: only a day after the lock, at the prices and fees of then
        counter.fund.sleep(DAY - day.wait)
        again = Model.of(counter)
        again.deposits, again.redemptions = model.deposits, model.redemptions
        results = again.settle()
    batch = counter.open_batch - 1
    counter.settle(wait=0)
    assert tuple(Side(*side) for side in counter.queue.batch(batch).sides) == results
    settle_all(books, results)


def leave(counter: Counter, books: Books) -> None:
    """Everybody takes everything; the accounts gain exactly what the books said."""
    for account, mine in books.items():
        for side, waits in enumerate(mine.waiting):
            if waits:
                act(counter, books, "cancel", account, side)
        before = counter.has(account)
        counter.claim(account)
        for batch in range(counter.open_batch + 1):
            counter.collect(account, batch)
        after = counter.has(account)
        assert after[0] - before[0] == mine.owed[1] + mine.returned[0]
        assert after[1] - before[1] == mine.owed[0] + mine.returned[1]


amounts = st.lists(st.integers(10 * DOLLAR, 5_000 * DOLLAR), min_size=2, max_size=4)


@bounded(6)
@given(parts=amounts, other=st.integers(10 * DOLLAR, 9_000 * DOLLAR), redeemed=st.integers(0, 8_000))
def test_request__split_in_parts__gains_nothing(
    counter: Counter, holder: str, other_holder: str, parts: list[int], other: int, redeemed: int
) -> None:
    paid = []
    for split in (False, True):
        with undone(counter.fund.chain):
            controllers = [f"0x{place + 0xABCDEF:040x}" for place in range(len(parts))]
            for controller in [*controllers, other_holder]:
                counter.trust(controller, holder)
            counter.give(holder, sum(parts) + other)
            if redeemed >= 10:
                counter.ask_redeem(other_holder, redeemed * SHARE)
            counter.queue.requestDeposit(other, other_holder, holder, sender=holder)
            if split:
                for controller, part in zip(controllers, parts, strict=True):
                    counter.queue.requestDeposit(part, controller, holder, sender=holder)
            else:
                counter.queue.requestDeposit(sum(parts), controllers[0], holder, sender=holder)
            counter.day()
            paid.append((sum(map(counter.queue.maxMint, controllers)), counter.queue.maxMint(other_holder)))
    assert paid[1][0] <= paid[0][0] <= paid[1][0] + len(parts)
    assert paid[0][1] == paid[1][1]
