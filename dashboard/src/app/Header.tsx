import { useAccountState } from "../chain";
import { shortHex } from "../format";
import { hrefOf, Icon, openWallet, type ScreenName, useRoute } from "../parts";
import { shell } from "../words";
import { setTheme, type Theme, THEMES, useTheme } from "./theme";

/** In the navigation; buying and selling are buttons. */
export const SECTIONS = ["overview", "holdings", "transactions", "strategy", "mine"] as const satisfies readonly ScreenName[];

export function Header() {
  const { screen } = useRoute();
  return (
    <header className="top">
      <div className="wrap top-in">
        <a className="mark" href={hrefOf("overview")} aria-label={shell.home}>
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" strokeWidth="2">
            <path d="M3 15a9 9 0 0 1 18 0" stroke="currentColor" />
            <path d="M12 15 17.2 9.2" stroke="var(--accent)" strokeLinecap="round" />
            <path d="M3 19h18" stroke="currentColor" />
          </svg>
          <span>{shell.name}</span>
        </a>
        <nav className="nav" aria-label={shell.main}>
          {SECTIONS.map((name) => (
            <a key={name} href={hrefOf(name)} aria-current={name === screen ? "page" : undefined}>
              {shell.screens[name]}
            </a>
          ))}
        </nav>
        <div className="top-actions">
          <ThemeButton />
          <AccountButton />
          <a className="btn primary small" href={hrefOf("buy")} aria-current={screen === "buy" ? "page" : undefined}>
            {shell.screens.buy}
          </a>
        </div>
      </div>
    </header>
  );
}

const THEME_ICONS = { system: "system", light: "sun", dark: "moon" } as const;

function ThemeButton() {
  const theme = useTheme();
  const next: Theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  const label = shell.theme.label(shell.theme[theme]);
  return (
    <button type="button" className="btn quiet icon" aria-label={label} title={label} onClick={() => setTheme(next)}>
      <Icon name={THEME_ICONS[theme]} />
    </button>
  );
}

function AccountButton() {
  const account = useAccountState();
  if (account.kind === "none") {
    return (
      <button type="button" className="btn quiet small account" onClick={openWallet}>
        <Icon name="key" />
        <span>{shell.account.connect}</span>
      </button>
    );
  }
  const short = shortHex(account.address);
  const label = account.kind === "watched" ? shell.account.watching(short) : `${short}, ${shell.account.title}`;
  return (
    <button type="button" className="btn quiet small account" aria-label={label} onClick={openWallet}>
      <Icon name={account.kind === "watched" ? "eye" : "key"} />
      <span className="mono">{short}</span>
    </button>
  );
}
