import { useChain } from "../chain";
import { hrefOf } from "../parts";
import { openGlance } from "../parts/dialogs";
import { shell } from "../words";

const words = shell.foot;

export function Footer() {
  const { config } = useChain();
  return (
    <footer className="foot">
      <div className="wrap">
        <nav aria-label={words.links}>
          <ul>
            <li>
              <button type="button" className="link" onClick={openGlance}>
                {shell.glance.open}
              </button>
            </li>
            {(["strategy", "transactions", "mine"] as const).map((name) => (
              <li key={name}>
                <a href={hrefOf(name)}>{shell.screens[name]}</a>
              </li>
            ))}
          </ul>
        </nav>
        <p>{words.risk}</p>
        <p>
          {words.source} {config.demonstration !== null && words.demonstration}
        </p>
        <p>{words.licence}</p>
      </div>
    </footer>
  );
}
