/**
 * Why a call is refused, and what to do about it: every reason of the contracts that a holder can meet. The reasons of
 * calls that only keepers and owners make are in operator-errors.ts. An unknown reason is shown as it came.
 */
import type { Reason } from "global-100-abi/reasons";

import { operatorErrors } from "./operator-errors";

export type Explained = { readonly cause: string; readonly remedy: string };

const holderErrors = {
  "erc20: burn amount exceeds balance": {
    cause: "You have fewer shares than this sells.",
    remedy: "Enter the shares that you have, or fewer.",
  },
  "erc20: transfer amount exceeds balance": {
    cause: "You have too few shares for this sale and its fee.",
    remedy: "Enter the shares that you have, or fewer.",
  },
  "lens: gas": {
    cause: "The node stopped the preview, because it allows too little gas for a read.",
    remedy: "Use another node. Leaving in kind works without a preview.",
  },
  "permit: allowance": {
    cause: "The permission for your USDC or shares is wrong or used up.",
    remedy: "Sign again, or approve the exact amount.",
  },
  "permit: past deadline": {
    cause: "Your permission expired before it was included in a block.",
    remedy: "Get a new preview and sign again.",
  },
  "policy: above the flow of the hour": {
    cause: "More than may enter or leave at once within this hour.",
    remedy: "Enter less, wait for the next hour, or use the next batch for the whole amount.",
  },
  "policy: wound down": {
    cause: "The fund is wound down for good.",
    remedy: "Sell, or leave in kind.",
  },
  "queue: USDC not approved": {
    cause: "USDC refused an approval. Its issuer may have paused it.",
    remedy: "Try again when USDC moves. Leaving in kind works.",
  },
  "queue: USDC not paid": {
    cause: "USDC refused the transfer. Its issuer may have paused it or blocked an address.",
    remedy: "Check your USDC balance. If you are collecting, choose another receiver.",
  },
  "queue: above claimable": {
    cause: "More than a settled batch owes you.",
    remedy: "Reload what can be collected and collect all of it.",
  },
  "queue: amount": {
    cause: "More than the queue can count.",
    remedy: "Enter less.",
  },
  "queue: batch not settled": {
    cause: "The batch before is locked and not settled yet.",
    remedy: "Wait for its settlement, or take your request back a day after the lock.",
  },
  "queue: before the cut-off": {
    cause: "A day lies between two locks, and it isn\u2019t over.",
    remedy: "Wait for the time shown beside your request.",
  },
  "queue: below minimum": {
    cause: "A request is worth 10 USDC or more.",
    remedy: "Enter more, or buy and sell at once.",
  },
  "queue: cash short": {
    cause: "The fund doesn\u2019t have the cash for this batch yet.",
    remedy: "Wait. A day after the lock the batch settles with what is there, and you may take your request back.",
  },
  "queue: controller": {
    cause: "The request names nobody who may collect it.",
    remedy: "Connect your wallet again and repeat.",
  },
  "queue: locked": {
    cause: "This batch is locked and can\u2019t be cancelled.",
    remedy: "If it isn\u2019t settled a day after its lock, you can take your request back.",
  },
  "queue: no preview": {
    cause: "What a batch pays is known when it is settled.",
    remedy: "Wait for the settlement.",
  },
  "queue: no price for asset ": {
    cause: "There is no reliable price for an asset of the fund right now, so the batch waits.",
    remedy: "Take your request back a day after the lock. Leaving in kind works.",
  },
  "queue: not operator": {
    cause: "This request belongs to another account.",
    remedy: "Connect the account that made it.",
  },
  "queue: nothing locked": {
    cause: "No batch is locked. It may have been settled already.",
    remedy: "See what you can collect under My index.",
  },
  "queue: nothing to cancel": {
    cause: "You have no request in this batch any more.",
    remedy: "See what you can collect under My index.",
  },
  "queue: nothing to lock": {
    cause: "Nobody has a request in the open batch.",
    remedy: "There is nothing to do.",
  },
  "queue: nothing to return": {
    cause: "Nothing waits to be given back.",
    remedy: "Collect what is settled instead.",
  },
  "queue: only executor": {
    cause: "In the second hour after the lock only the keeper may settle.",
    remedy: "Wait for the time shown beside your request.",
  },
  "queue: receiver": {
    cause: "The receiver can\u2019t be the queue or the zero address.",
    remedy: "Enter another address.",
  },
  "queue: too early": {
    cause: "A batch settles an hour after its lock at the earliest.",
    remedy: "Wait for the time shown beside your request.",
  },
  "queue: wound down": {
    cause: "The fund is wound down and takes no deposits.",
    remedy: "Keep your USDC. Sales and leaving in kind work.",
  },
  "queue: zero": {
    cause: "This part alone is worth less than the smallest unit.",
    remedy: "Collect everything at once.",
  },
  "registry: gas": {
    cause: "The gas limit is too low to read all prices.",
    remedy: "Raise the gas limit in your wallet, or use another node.",
  },
  "registry: sequencer": {
    cause: "The network was down and its prices are not trusted for an hour.",
    remedy: "Wait for an hour. Leaving in kind works.",
  },
  "router: USDC not paid": {
    cause: "Less USDC arrived than was sent.",
    remedy: "Check your USDC balance. Approve the vault and buy without a permit.",
  },
  "router: receiver": {
    cause: "The router holds nothing for anyone.",
    remedy: "Choose another receiver.",
  },
  "vault: USDC not paid": {
    cause: "USDC refused the transfer. You may have too little, or its issuer has paused it or blocked an address.",
    remedy: "Check your USDC balance. Leaving in kind works.",
  },
  "vault: above max": {
    cause: "More than the fund\u2019s cash, or than the fund takes.",
    remedy: "Enter less, use the next batch, or leave in kind.",
  },
  "vault: amount": {
    cause: "More than the fund can count.",
    remedy: "Enter less.",
  },
  "vault: below minimum out": {
    cause: "The share price moved past your minimum before the transaction was included. Nothing was exchanged.",
    remedy: "Get a new preview.",
  },
  "vault: claim not paid": {
    cause: "The token moved nothing.",
    remedy: "Your claim stays. Collect it when the token works, or to another address.",
  },
  "vault: entries paused": {
    cause: "Purchases are paused.",
    remedy: "Wait until the pause ends. Selling and leaving in kind work as usual.",
  },
  "vault: gas": {
    cause: "The gas limit is too low for an exit in kind.",
    remedy: "Raise the gas limit in your wallet.",
  },
  "vault: no claim": {
    cause: "You have no claim on this asset.",
    remedy: "It may have been collected already.",
  },
  "vault: no price for asset ": {
    cause: "There is no reliable price for an asset of the fund right now, so nobody can enter or leave at NAV.",
    remedy: "Leaving in kind works. The page checks every block.",
  },
  "vault: not seeded": {
    cause: "The fund has no shares yet.",
    remedy: "Wait for its first deposit.",
  },
  "vault: past deadline": {
    cause: "Your wallet took longer than 10 minutes, so the contract refused the old terms. Nothing was exchanged.",
    remedy: "Get a new preview.",
  },
  "vault: receiver": {
    cause: "The receiver can\u2019t be the fund or the zero address.",
    remedy: "Enter another address.",
  },
  "vault: session open": {
    cause: "The fund is trading.",
    remedy: "Try again in the next block.",
  },
  "vault: wound down": {
    cause: "The fund is wound down, so nobody can buy.",
    remedy: "Sell, or leave in kind.",
  },
  "vault: zero": {
    cause: "The result would be zero.",
    remedy: "Enter more.",
  },
} as const satisfies Partial<Record<Reason, Explained>>;

/** Every reason of the contracts; the compiler misses none, and a test walks the list as well. */
export const errors: Readonly<Record<Reason, Explained>> = { ...operatorErrors, ...holderErrors };

/**
 * @param symbolOf the name of the asset that a reason ends with
 * @return undefined for a text that no contract of the fund gives
 */
export function explain(reason: string, symbolOf?: (asset: number) => string | undefined): Explained | undefined {
  const known: Partial<Record<string, Explained>> = errors;
  const exact = known[reason];
  if (exact !== undefined) {
    return exact;
  }
  const asset = /^(.* )([0-9]+)$/.exec(reason);
  const found = asset === null ? undefined : known[asset[1] ?? ""];
  if (asset === null || found === undefined) {
    return undefined;
  }
  const symbol = symbolOf?.(Number(asset[2])) ?? `asset ${asset[2] ?? ""}`;
  return { cause: found.cause.replace("an asset of the fund", symbol), remedy: found.remedy };
}

/** What is shown for a refusal nobody knows: the text as it came, and that only gas can be lost. */
export function unknownRefusal(text: string): Explained {
  return { cause: `The transaction would fail: ${text}`, remedy: "Nothing was sent. Copy the details and ask." };
}
