// What the types of the package promise beside viem's. tsc must accept this file: each @ts-expect-error is a line that must
// not type-check.
import type { ContractFunctionArgs, DecodeEventLogReturnType, ReadContractReturnType } from "viem";
import { decodeEventLog } from "viem";

import { addresses, type ChainId, type Deployment, deploymentOn } from "global-100-abi/addresses";
import { decodeQuote, decodeTargets } from "global-100-abi/decoders";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { reasons, type Reason, remedyOf } from "global-100-abi/reasons";
import { units, type Unit } from "global-100-abi/units";
import * as everything from "global-100-abi";
import vaultJson from "global-100-abi/json/IndexVault.json" with { type: "json" };

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => {};

// --- addresses: 8453 has the index, nothing else does ---------------------------------------------------------------

same<Same<ChainId, 8453>>();
const vault: `0x${string}` = addresses[8453].vault;
const block: bigint = addresses[8453].block;
// @ts-expect-error mainnet has no index
addresses[1].vault;
declare const chainId: number;
// @ts-expect-error a chain id of run time may have none
addresses[chainId].vault;
const found: Deployment | undefined = deploymentOn(chainId);

// --- ABIs: viem infers arguments and answers ------------------------------------------------------------------------

type Nav = ReadContractReturnType<typeof indexVaultAbi, "nav">;
same<Same<Nav["value"], bigint>>();
same<Same<Nav["firm"], boolean>>();
type Entered = DecodeEventLogReturnType<typeof indexVaultAbi, "Entered">["args"];
same<Same<Entered["assets"], bigint>>();
type Buy = ContractFunctionArgs<typeof indexVaultAbi, "nonpayable", "buy">;
same<Same<Buy, readonly [bigint, bigint, `0x${string}`, bigint]>>();
// @ts-expect-error the vault has no such function
type Missing = ReadContractReturnType<typeof indexVaultAbi, "migrate">;

// --- decoders take what viem returns --------------------------------------------------------------------------------

declare const log: { data: `0x${string}`; topics: [`0x${string}`, ...`0x${string}`[]] };
const proposed = decodeEventLog({ abi: indexStrategyAbi, eventName: "Proposed", ...log });
const weight: bigint | undefined = decodeTargets(proposed.args.words)[0]?.weightPpm;
declare const word: ReadContractReturnType<typeof everything.assetRegistryAbi, "quote">;
const decimals: number = decodeQuote(word).decimals;

// --- reasons and units ----------------------------------------------------------------------------------------------

const reason: Reason = "vault: zero";
const sentence: string | undefined = remedyOf(reason) ?? reasons["vault: zero"];
// @ts-expect-error no contract gives this reason
const unknown: Reason = "vault: closed on Sundays";
same<Same<(typeof units)["Entered"]["assets"], "raw USDC">>();
const unit: Unit = "shares 18";
// @ts-expect-error no field has this unit
const furlongs: Unit = "furlongs";

export { block, decimals, found, furlongs, sentence, unit, unknown, vault, vaultJson, weight };
export type { Missing };
