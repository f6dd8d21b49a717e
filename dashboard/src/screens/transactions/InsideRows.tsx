import { useChain } from "../../chain";
import * as format from "../../format";
import type { Assets, Leg, LogRow, Rebalance } from "../../fund";
import { TransactionLink } from "../../parts";
import { ProofBox } from "../../proof/ProofBox";
import { transactions as words } from "../../words/transactions";
import { describe } from "./describe";
import { recordedOf } from "./recorded";
import { Side } from "./Side";

export function Proof({ rebalance, symbol }: { rebalance: Rebalance; symbol: (id: number) => string }) {
  const { config } = useChain();
  return (
    <div className="in-group">
      <ProofBox
        chain={recordedOf(rebalance)}
        sources={{ snapshots: config.snapshots, decisions: config.decisions }}
        nameOf={symbol}
        tx={rebalance.sessions[0]?.tx ?? rebalance.fills[0]?.tx}
      />
      <p className="small dim">
        {words.inForce(format.stamp(rebalance.time))}.{" "}
        {words.gaugeWas(BigInt(rebalance.dataHash) === 0n ? "n/a" : format.gauge(rebalance.gauge))}
      </p>
    </div>
  );
}

export function LegRow({
  leg,
  rebalance,
  last,
  assets,
  symbol,
}: {
  leg: Leg;
  rebalance: Rebalance;
  last: boolean;
  assets: Assets;
  symbol: (id: number) => string;
}) {
  const decimals = assets.get(leg.asset)?.decimals ?? 18;
  return (
    <div className={last ? "in-group leg last" : "in-group leg"}>
      <span className="strong">{symbol(leg.asset)}</span>
      <span>
        <Side leg={leg} rebalance={rebalance} />
      </span>
      <span className="x">{format.tokens(leg.buy ? leg.amountOut : leg.amountIn, decimals)}</span>
      <span>{format.usd(leg.value)}</span>
      <span className="x">{format.assetPrice(leg.price)}</span>
      <span>{format.bps(leg.slippageBps)}</span>
      <span className="x">{format.usd(leg.cost, "up")}</span>
    </div>
  );
}

export function Nested({ row, assets }: { row: LogRow; assets: Assets }) {
  const { config } = useChain();
  const { text } = describe(row, { assets, queue: config.deployment.queue });
  return (
    <p className="in-group nested">
      <span>{text}</span>
      <TransactionLink hash={row.tx} />
    </p>
  );
}

/** The text of a revert, where it is one. */
export function reasonOf(row: LogRow): string {
  const reason = row.args["reason"];
  if (typeof reason !== "string" || !reason.startsWith("0x08c379a0")) {
    return "";
  }
  const bytes = reason.slice(2 + 8 + 128).match(/../g) ?? [];
  const length = Number(`0x${reason.slice(2 + 8 + 64, 2 + 8 + 128)}`);
  return format.clean(
    String.fromCharCode(...bytes.slice(0, Math.min(length, 96)).map((byte) => Number.parseInt(byte, 16))),
    96,
  );
}
