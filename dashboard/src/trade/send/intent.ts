/** What somebody agreed to, frozen when they pressed the button: the numbers shown are the numbers sent. */
import type { Deployment } from "global-100-abi/addresses";
import type { Hex } from "viem";

import type { SentKind } from "../track/sent";
import * as calls from "./calls";
import type { Call, SignedPermit } from "./calls";

export type Intent = {
  readonly kind: SentKind;
  /** As shown: "1,000.00 USDC". */
  readonly what: string;
  readonly account: Hex;
  /** The call once the contract may take what it needs. @param deadline unix seconds by the chain's clock */
  readonly call: (deadline: bigint) => Call;
  readonly spends?: Spending;
};

/** What the call takes by allowance. */
export type Spending = {
  readonly token: Hex;
  readonly amount: bigint;
  readonly spender: Hex;
  /** The same by a permit, which may be for another contract. */
  readonly permit: { readonly spender: Hex; readonly call: (deadline: bigint, signed: SignedPermit) => Call };
};

type Basics = { readonly at: Deployment; readonly account: Hex; readonly what: string };

export function buyIntent({ at, account, what }: Basics, assets: bigint, least: bigint): Intent {
  return {
    kind: "buy",
    what,
    account,
    call: (deadline) => calls.buy(at, assets, least, account, deadline),
    spends: {
      token: at.usdc,
      amount: assets,
      spender: at.vault,
      permit: {
        spender: at.router,
        call: (deadline, signed) => calls.buyWithPermit(at, assets, least, account, deadline, signed),
      },
    },
  };
}

export function sellIntent({ at, account, what }: Basics, shares: bigint, least: bigint): Intent {
  return { kind: "sell", what, account, call: (deadline) => calls.sell(at, shares, least, account, deadline) };
}

export function kindIntent({ at, account, what }: Basics, shares: bigint): Intent {
  return { kind: "kind", what, account, call: () => calls.leaveInKind(at, shares, account) };
}

export function requestIntent({ at, account, what }: Basics, redemption: boolean, amount: bigint): Intent {
  return {
    kind: redemption ? "request-sell" : "request-buy",
    what,
    account,
    call: () => calls.request(at, redemption, amount, account),
    spends: {
      token: redemption ? at.vault : at.usdc,
      amount,
      spender: at.queue,
      permit: {
        spender: at.queue,
        call: (deadline, signed) => calls.requestWithPermit(at, redemption, amount, account, deadline, signed),
      },
    },
  };
}

/** A call that needs no allowance: cancel, collect, take back, revoke. */
export function plainIntent(kind: SentKind, account: Hex, what: string, call: Call): Intent {
  return { kind, what, account, call: () => call };
}
