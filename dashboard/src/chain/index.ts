/** The chain, as the page sees it. */
export { type AccountState, useAccountState, useSwitchHere, useWallets } from "./account";
export { ChainProvider, useChain } from "./ChainProvider";
export type { Client } from "./client";
export { type HeadNow, useHead, useNow, useSeen } from "./clock";
export { fetchBeside, LOCAL_CHAIN, type PageConfig, useConfig } from "./config";
export { watch } from "./watched";
export { safeStorage } from "./wagmi";
