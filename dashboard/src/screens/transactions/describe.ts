/** One event as a sentence, with its figures written as everywhere on the page. */
import * as format from "../../format";
import type { Assets } from "../../fund/assets";
import type { LogRow } from "../../fund/model";
import { sentences as say, transactions as words } from "../../words/transactions";

export type Described = { readonly text: string; readonly aside: string };

/** What a sentence needs to know beside its event. */
export type Context = { readonly assets: Assets; readonly queue: string };

const NOBODY = /^0x0*$/;

export function describe(row: LogRow, context: Context): Described {
  return { text: textOf(row, context), aside: asideOf(row) };
}

const USDC_TO_USD = 10n ** 12n;
const SHARE = 10n ** 18n;

/** Beside the sentence: what a share cost, levy and platform fee included, and the levy of it. */
function asideOf({ args, event }: LogRow): string {
  const { levy_bps: levy, assets, shares } = args;
  if (typeof levy !== "bigint" || (event !== "Entered" && event !== "Exited" && event !== "ExitedInKind")) {
    return "";
  }
  const price =
    typeof assets === "bigint" && typeof shares === "bigint" && shares > 0n
      ? words.each(format.decimal((assets * USDC_TO_USD * SHARE) / shares, 18, 4))
      : "";
  return [price, words.levy(format.percentOfBps(levy))].filter((text) => text !== "").join(", ");
}

/** Reads arguments by their unit. A missing one reads n/a rather than 0. */
function reader(args: Record<string, unknown>, assets: Assets) {
  const number = (name: string): bigint | null => {
    const value = args[name];
    return typeof value === "bigint" ? value : null;
  };
  const as = (name: string, write: (value: bigint) => string): string => {
    const value = number(name);
    return value === null ? "n/a" : write(value);
  };
  const asset = (name = "asset") => assets.get(Number(number(name) ?? -1n));
  return {
    number,
    who: (name: string): string =>
      typeof args[name] === "string" && !NOBODY.test(args[name]) ? format.shortHex(args[name]) : "",
    is: (name: string): boolean => args[name] === true,
    plain: (name: string): string => as(name, String),
    usdc: (name: string): string => as(name, (value) => format.usdc(value)),
    shares: (name: string): string => as(name, (value) => format.shares(value)),
    usd: (name: string): string => as(name, (value) => format.usd(value)),
    bps: (name: string): string => as(name, (value) => format.percentOfBps(value)),
    ppm: (name: string): string => as(name, (value) => format.percentOfPpm(value)),
    stamp: (name: string): string => as(name, (value) => format.stamp(Number(value))),
    span: (name: string): string => as(name, (value) => format.span(Number(value))),
    name: (): string => asset()?.symbol ?? `#${number("asset") ?? "?"}`,
    amount: (name: string): string => {
      const found = asset();
      return as(name, (value) => (found ? format.tokens(value, found.decimals) : value.toString()));
    },
  };
}

function textOf(row: LogRow, { assets, queue }: Context): string {
  const { event, args } = row;
  const read = reader(args, assets);
  const { who, usdc, shares, usd, bps, stamp, span, plain, name, amount, is } = read;
  const byQueue = (field: string): boolean =>
    typeof args[field] === "string" && args[field].toLowerCase() === queue.toLowerCase();
  switch (event) {
    case "Entered":
      return byQueue("receiver")
        ? say.EnteredBatch(shares("shares"), usdc("assets"))
        : say.Entered(who("receiver"), shares("shares"), usdc("assets"));
    case "Exited":
      return byQueue("owner")
        ? say.ExitedBatch(shares("shares"), usdc("assets"))
        : say.Exited(who("owner"), shares("shares"), usdc("assets"));
    case "ExitedInKind":
      return say.ExitedInKind(
        who("owner"),
        shares("shares"),
        Array.isArray(args["assets"]) ? args["assets"].length : 0,
      );
    case "ClaimBooked":
      return say.ClaimBooked(who("account"), `${amount("amount")} ${name()}`);
    case "ClaimPaid":
      return say.ClaimPaid(who("account"), `${amount("amount")} ${name()}`);
    case "ShortfallBooked":
      return say.ShortfallBooked(name(), amount("balance_before"), amount("balance"));
    case "Requested":
      return is("redemption")
        ? say.RequestedRedemption(who("controller"), shares("amount"), plain("batch"))
        : say.RequestedDeposit(who("controller"), usdc("amount"), plain("batch"));
    case "Cancelled":
      return is("redemption")
        ? say.CancelledRedemption(who("controller"), shares("amount"), plain("batch"))
        : say.CancelledDeposit(who("controller"), usdc("amount"), plain("batch"));
    case "Claimed":
      return is("redemption")
        ? say.ClaimedRedemption(who("controller"), usdc("paid"), shares("amount"))
        : say.ClaimedDeposit(who("controller"), shares("paid"), usdc("amount"));
    case "Returned":
      return is("redemption")
        ? say.ReturnedRedemption(who("controller"), shares("amount"))
        : say.ReturnedDeposit(who("controller"), usdc("amount"));
    case "Locked":
      return say.Locked(plain("batch"), usdc("assets"), shares("shares"));
    case "Settled":
      return say.Settled(plain("batch"), usdc("netted_assets"), usdc("assets_paid"), shares("shares_filled"));
    case "Proposed":
      return say.Proposed(
        plain("epoch"),
        is("bull") ? say.bull : say.bear,
        format.gauge(read.number("gauge") ?? 0n),
        stamp("activates_at"),
      );
    case "Activated":
    case "Vetoed":
    case "Replaced":
      return say[event](plain("epoch"));
    case "SafeStateForced":
      return say.SafeStateForced(plain("epoch"), who("by"));
    case "AuctionOpened":
      return say.AuctionOpened(name(), amount("amount"), is("buy"), stamp("closes_at"));
    case "AuctionFilled":
      return say.AuctionFilled(who("bidder"), name(), amount("asset_amount"), usdc("cash_amount"), is("buy"));
    case "FeesAccrued":
      return say.FeesAccrued(shares("shares"));
    case "Distributed":
      return say.Distributed(shares("manager_shares"), shares("platform_shares"));
    case "FeesSet":
      return say.FeesSet(bps("management_bps"), bps("platform_bps"));
    case "FeesAnnounced":
      return say.FeesAnnounced(bps("management_bps"), bps("platform_bps"), stamp("effective_at"));
    case "SplitSet":
      return say.SplitSet(bps("platform_share_bps"));
    case "EntriesPaused":
      return say.EntriesPaused(stamp("until"));
    case "DelaysSet":
      return say.DelaysSet(span("risk_down"), span("risk_up"), span("expiry"));
    case "LimitsSet":
      return say.LimitsSet(read.ppm("max_change_ppm"), read.ppm("turnover_ppm"), plain("upward_flips"));
    case "SilenceSet":
      return say.SilenceSet(span("auctions"), span("safe_state"));
    case "BudgetSet":
      return say.BudgetSet(bps("session_bps"), bps("week_bps"), bps("derisking_bps"));
    case "FlowLimitSet":
      return say.FlowLimitSet(usdc("least"));
    case "FlowLimitAnnounced":
      return say.FlowLimitAnnounced(usdc("least"), stamp("effective_at"));
    case "Marked":
      return say.Marked(usd("nav"));
    case "DistanceReported":
      return say.DistanceReported(usd("distance"));
    case "ProposerSet":
      return say.ProposerSet(who("proposer"));
    case "ExecutorSet":
      return say.ExecutorSet(who("executor"));
    case "AssetListed":
      return say.AssetListed(name(), say.depth[Number(read.number("liquidity_class") ?? 0n)] ?? "");
    case "StatusSet":
      return say.StatusSet(
        name(),
        say.status[Number(read.number("status") ?? 0n)] ?? plain("status"),
        read.number("until") ? stamp("until") : "",
      );
    case "AssetRetired":
    case "AssetWrittenOff":
    case "RateTaken":
    case "FeedReported":
    case "LegFailed":
      return say[event](name());
    case "WriteOffAnnounced":
      return say.WriteOffAnnounced(name(), stamp("effective_at"));
    case "AssetDropped":
      return say.AssetDropped(name(), usd("value"));
    case "HeldSet":
      return say.HeldSet(plain("count"));
    case "AnnouncementWithdrawn":
    case "WoundDown":
      return say[event]();
    default:
      // An event of a later version: its bare name, so that nothing is hidden.
      return event;
  }
}
