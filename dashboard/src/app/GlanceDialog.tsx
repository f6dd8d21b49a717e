import { Dialog, hrefOf } from "../parts";
import { closeDialog } from "../parts/dialogs";
import { shell } from "../words";

/** The strategy in five sentences, and the honest one. */
export function GlanceDialog({ open }: { readonly open: boolean }) {
  const words = shell.glance;
  const all = (
    <a className="btn small primary" href={hrefOf("strategy")} onClick={closeDialog}>
      {words.all}
    </a>
  );
  return (
    <Dialog title={words.title} open={open} onClose={closeDialog} actions={all}>
      <div className="prose">
        <ul>
          {words.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>
          <strong>{words.honest}</strong>
        </p>
      </div>
    </Dialog>
  );
}
