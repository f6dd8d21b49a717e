/** What the page knows of the fund. */
export { type Assets, useAssets } from "./assets";
export { setCursor, useCursor } from "./cursor";
export { type Condition, mayTrade } from "./condition";
export type { Known } from "./Followed";
export { FundProvider, useRefresh } from "./FundProvider";
export { bucket, type Change, changeSince, type GaugeAt, nowPoint, type Switch } from "./history";
export {
  type AlwaysHeld, type History, useBare, useFund, useFundAt, useFundAtCursor, useHistory, useLog, useRebalances,
} from "./hooks";
export { CASH } from "./join";
export { type Decimals, decimalsFrom, legOfFill } from "./legs";
export { pieces } from "./log/ranges";
export type * from "./model";
export { type Bare, LensError } from "./reads";
export { type Group, groupsOf, legsOf } from "./rebalances";
export type { FundThen } from "./then";
export { useCondition } from "./useCondition";
