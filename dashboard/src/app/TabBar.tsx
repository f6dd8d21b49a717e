import { hrefOf, Icon, useRoute } from "../parts";
import { shell } from "../words";
import { SECTIONS } from "./Header";

/** The navigation of small screens, within reach of a thumb. */
export function TabBar() {
  const { screen } = useRoute();
  return (
    <nav className="tabs" aria-label={shell.sections}>
      {SECTIONS.map((name) => (
        <a key={name} href={hrefOf(name)} aria-current={name === screen ? "page" : undefined}>
          <Icon name={name} size={20} />
          <span>{shell.screens[name]}</span>
        </a>
      ))}
    </nav>
  );
}
