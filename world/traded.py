"""The assets of the world as they are traded: each with its token, its feed, its pool, and what one costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from world.chain import Chain
from world.contract import Contract
from world.feeds import Feed, Rate, deploy_feed
from world.pools import Pool, deploy_factory, open_pool, sqrt_price_x96
from world.tokens import MarketAsset, deploy_shares, deploy_token, deploy_usdc

__all__ = ["ListedAsset", "open_market", "pool_target"]

CASH_INVENTORY = 10**15 * 10**6  # raw USDC the market maker starts with


@dataclass(frozen=True)
class ListedAsset:
    """One asset of the world: its registry id, its terms in the market, and its contracts. Cash has no pool.

    `feed` answers USD, of the asset itself or of the one it is priced through; `factor` is what that is multiplied by.
    """

    asset_id: int
    market: MarketAsset
    token: Contract
    feed: Feed
    pool: Pool | None
    factor: Feed | Rate | None = None

    @property
    def provider_id(self) -> str:
        return self.market.provider_id

    @property
    def own(self) -> Feed | Rate:
        """What no other asset has a part in: its only feed, or its factor."""
        return self.factor or self.feed


def open_market(chain: Chain, operator: str, market: Sequence[MarketAsset]) -> tuple[Contract, list[ListedAsset]]:
    """Deploy tokens, feeds and pools; the market maker, and the assets in the order of `market`, cash first."""
    with chain.one_block():
        maker = chain.deploy("MarketMaker", operator, sender=operator)
        usdc = deploy_usdc(chain, operator)
        usdc.mint(maker, CASH_INVENTORY, sender=operator)
        factory = deploy_factory(chain, operator)
        places = {asset.provider_id: place for place, asset in enumerate(market)}
        tokens = [usdc]
        for asset in market[1:]:
            if asset.through is None or not asset.shares:
                tokens.append(deploy_token(chain, asset, operator))
            else:
                place = places[asset.through]
                tokens.append(deploy_shares(chain, asset, operator, tokens[place], market[place].decimals))
        own: list[Feed | Rate] = [
            Rate(token, market[places[asset.through]].decimals)
            if asset.through is not None and asset.shares
            else deploy_feed(chain, asset, operator, maker.address)
            for asset, token in zip(market, tokens, strict=True)
        ]
        answers = {asset.provider_id: each.answer(asset.price) for asset, each in zip(market, own, strict=True)}
        rows: list[ListedAsset] = []
        for asset, token, each in zip(market, tokens, own, strict=True):
            feed = each if asset.through is None else own[places[asset.through]]
            assert isinstance(feed, Feed)  # of an asset that is priced through none
            row = ListedAsset(len(rows) + 1, asset, token, feed, None, None if feed is each else each)
            if rows:
                target = pool_target(row, rows[0], answers)
                pool = open_pool(chain, factory, maker, operator, asset, token, usdc, target)
                row = replace(row, pool=pool)
            rows.append(row)
    return maker, rows


def _usd(asset: ListedAsset, answers: Mapping[str, int]) -> Fraction:
    # Of one whole token, exactly.
    price = asset.own.price(answers[asset.provider_id])
    if asset.market.through is not None:
        price *= asset.feed.price(answers[asset.market.through])
    return price


def pool_target(asset: ListedAsset, cash: ListedAsset, answers: Mapping[str, int]) -> int:
    """The pool's price at which neither side is cheaper than the feeds say, whose answers are by provider id."""
    token_price, cash_price = (_usd(each, answers) / 10**each.market.decimals for each in (asset, cash))
    if asset.token.address.lower() < cash.token.address.lower():
        return sqrt_price_x96(token_price, cash_price)
    return sqrt_price_x96(cash_price, token_price)
