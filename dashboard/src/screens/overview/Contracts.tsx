import { useChain } from "../../chain";
import { CopyAddress } from "../../parts";
import { overview } from "../../words/overview";

const words = overview.contracts;
const NAMES = [
  "vault",
  "strategy",
  "trader",
  "registry",
  "queue",
  "policy",
  "auctions",
  "router",
  "lens",
  "usdc",
] as const;

export function Contracts() {
  const { config } = useChain();
  return (
    <section className="card" aria-labelledby="contracts-title">
      <div className="card-head">
        <h3 id="contracts-title">{words.title}</h3>
        <span className="small faint">{words.chain(config.chainId, config.name)}</span>
      </div>
      <dl className="pairs">
        {NAMES.map((name) => (
          <div key={name}>
            <dt>{words[name]}</dt>
            <dd>
              <CopyAddress value={config.deployment[name]} what={words[name]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
