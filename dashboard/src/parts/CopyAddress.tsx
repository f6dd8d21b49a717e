import { useState } from "react";
import { useChain } from "../chain";
import { shortHex } from "../format";
import { parts } from "../words/parts";
import { Icon } from "./Icon";
import { say } from "./say";

type Props = {
  readonly value: string;
  /** What it is, for the button's name: "vault address". */
  readonly what?: string;
  /** In full: wherever it is confirmed. */
  readonly full?: boolean;
};

async function copied(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false;
  }
}

/** An address with a copy button, and a link where the chain has an explorer. */
export function CopyAddress({ value, what = parts.address, full = false }: Props) {
  const { config } = useChain();
  const page = explorerPage(config.explorer, "address", value);
  return (
    <span className="copy">
      <span className="mono" title={value}>
        {page === null ? (full ? value : shortHex(value)) : <a href={page} target="_blank" rel="noreferrer noopener">{full ? value : shortHex(value)}</a>}
      </span>
      <CopyButton value={value} what={what} />
    </span>
  );
}

/** A transaction: its explorer page where there is one, else its hash to copy. */
export function TransactionLink({ hash }: { readonly hash: string }) {
  const { config } = useChain();
  const page = explorerPage(config.explorer, "tx", hash);
  if (page === null) {
    return (
      <span className="copy">
        <span className="mono" title={hash}>{shortHex(hash)}</span>
        <CopyButton value={hash} what={parts.hash} />
      </span>
    );
  }
  return (
    <a className="mono" href={page} target="_blank" rel="noreferrer noopener" title={hash}>
      {shortHex(hash)}
    </a>
  );
}

export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    const worked = await copied(value);
    say(worked ? parts.copied(what) : parts.copyFailed);
    setDone(worked);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" aria-label={parts.copy(what)} onClick={() => void copy()}>
      <Icon name={done ? "check" : "copy"} />
    </button>
  );
}

/** `explorer` is the address before a transaction's hash: ".../tx/". */
export function explorerPage(explorer: string | null, kind: "tx" | "address", value: string): string | null {
  if (explorer === null) return null;
  return `${kind === "tx" ? explorer : explorer.replace(/tx\/$/, "address/")}${value}`;
}
