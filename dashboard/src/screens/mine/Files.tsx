import { useState } from "react";

import { useChain } from "../../chain";
import { useAssets, type Hex } from "../../fund";
import { Icon, say } from "../../parts";
import type { TaxFormat } from "../../csv/tax";
import type { Entry } from "../../trade/position/entries";
import type { Position } from "../../trade/position/usePosition";
import { mine } from "../../words/mine";

const words = mine.csv;
const PRODUCTS: readonly { readonly format: TaxFormat; readonly name: string }[] = [
  { format: "koinly", name: "Koinly" },
  { format: "cointracker", name: "CoinTracker" },
  { format: "coinledger", name: "CoinLedger" },
  { format: "zenledger", name: "ZenLedger" },
  { format: "tokentax", name: "TokenTax" },
];

/** The history as files. They are made here, in this browser, when somebody asks for one. */
export function Files({ account, entries, priceAt }: { readonly account: Hex; readonly entries: readonly Entry[]; readonly priceAt: Position["priceAt"] }) {
  const { client, config } = useChain();
  const { data: assets } = useAssets();
  const [format, setFormat] = useState<TaxFormat>("koinly");
  const [state, setState] = useState<"idle" | "working" | "failed">("idle");

  const save = async (wanted: TaxFormat | "all") => {
    setState("working");
    say(words.working);
    try {
      const [{ historyCsv }, { taxCsv }, { tradesOf }, { download }, { gasOf, pricesAt }] = await Promise.all([
        import("../../csv/history"), import("../../csv/tax"), import("../../csv/trades"), import("../../csv/download"), import("../../csv/prices"),
      ]);
      const [prices, gas] = await Promise.all([
        pricesAt(client, config.deployment, entries, priceAt), gasOf(client, account, entries),
      ]);
      const currencies = {
        share: { symbol: "GL100", decimals: 18, listed: false },
        usdc: { symbol: "USDC", decimals: 6, listed: true },
        asset: (id: number) => {
          const asset = assets.get(id);
          return { symbol: asset?.symbol ?? `asset ${id}`, decimals: asset?.decimals ?? 18, listed: asset !== undefined };
        },
      };
      const text = wanted === "all" ? historyCsv(entries, currencies, prices, gas) : taxCsv(wanted, tradesOf(entries, currencies, prices, gas));
      download(`global-100-${wanted === "all" ? "history" : wanted}-${account.slice(0, 8)}.csv`, text);
      setState("idle");
    } catch {
      setState("failed");
    }
  };

  return (
    <div className="files">
      <div className="row">
        <button type="button" className="btn small" aria-disabled={state === "working" || undefined} onClick={() => void save("all")}>
          <Icon name="download" />{words.all}
        </button>
        <label className="files-for">
          <span className="vh">{words.label}</span>
          <select className="input" value={format} onChange={(event) => setFormat(event.target.value as TaxFormat)}>
            {PRODUCTS.map((product) => <option key={product.format} value={product.format}>{product.name}</option>)}
          </select>
        </label>
        <button type="button" className="btn small" aria-disabled={state === "working" || undefined} onClick={() => void save(format)}>
          <Icon name="download" />{words.forProduct(PRODUCTS.find((product) => product.format === format)?.name ?? "")}
        </button>
      </div>
      <p className="small dim">{words.note}</p>
      <p role="status" className={state === "failed" ? "trade-error" : "vh"}>{state === "failed" ? words.failed : state === "working" ? words.working : ""}</p>
    </div>
  );
}
