"""The vault against a plain-Python model of it, over random lives: fees, levy, rounding, books, to the unit."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund
from tests.contracts.vault.model import Model
from tests.contracts.vault.properties import bounded, undone

DAY = 86_400
cents = st.integers(1, 10**10)  # raw USDC, up to 10,000
part = st.integers(1, 10_000)  # bps of what an account has
who = st.sampled_from(["holder", "other_holder"])

step = st.one_of(
    st.tuples(st.just("deposit"), who, cents),
    st.tuples(st.just("mint"), who, st.integers(1, 10**22)),
    st.tuples(st.just("redeem"), who, part),
    st.tuples(st.just("withdraw"), who, part),
    st.tuples(st.just("redeem_in_kind"), who, part),
    st.tuples(st.just("sleep"), st.just(""), st.integers(1, 400 * DAY)),
    st.tuples(st.just("price"), st.sampled_from(["BTC", "XRP", "DAI", "USDC"]), st.integers(900, 1_090)),
    st.tuples(st.just("donate"), st.sampled_from(["BTC", "USDC"]), st.integers(1, 10**12)),
)
rates = st.tuples(st.integers(0, 300), st.integers(0, 100))
PRICES = {"BTC": 42_000.0, "XRP": 0.62, "DAI": 1.0, "USDC": 1.0}


def take(fund: Fund, model: Model, name: str, subject: str, amount: int) -> None:
    """One step on the chain and in the model; their answers must be equal."""
    if name == "sleep":
        fund.sleep(amount)
    elif name == "price":
        fund.set_price(subject, PRICES[subject] * amount / 1_000)
    elif name == "donate":
        fund.token(subject).mint(fund.vault, amount, sender=fund.roles.market)
    else:
        account = getattr(fund.roles, subject)
        act(fund, model, name, account, amount)
    model.look(fund)


def act(fund: Fund, model: Model, name: str, account: str, amount: int) -> None:
    arguments: list[Any] = [amount, account]
    if name in ("redeem", "redeem_in_kind"):
        limit = fund.vault.maxRedeem(account) if name == "redeem" else fund.vault.balanceOf(account)
        arguments = [limit * amount // 10_000, account, account]
    elif name == "withdraw":
        arguments = [fund.vault.maxWithdraw(account) * amount // 10_000, account, account]
    if arguments[0] == 0:
        return
    if name == "redeem" and fund.vault.previewRedeem(arguments[0]) == 0:
        with reverts("vault: zero"):
            fund.vault.redeem.call(*arguments, sender=account)
        return
    method = getattr(fund.vault, name)
    assert method.call(*arguments, sender=account) == getattr(model, name)(account, arguments[0])
    method(*arguments, sender=account)


@bounded(25)
@given(rates=rates, steps=st.lists(step, min_size=1, max_size=8))
def test_vault__any_life__is_the_model_to_the_unit(
    fund: Fund, holder: str, other_holder: str, rates: Any, steps: Any
) -> None:
    with undone(fund.chain):
        fund.set_fees(*rates)
        for account in (holder, other_holder):
            fund.give(account, 10**15)
        model = Model.of(fund, [holder, other_holder])
        for name, subject, amount in steps:
            take(fund, model, name, subject, amount)
            model.matches(fund)
