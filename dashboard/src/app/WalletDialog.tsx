import { type FormEvent, useId, useState } from "react";
import { useAccountState, useWallets, watch } from "../chain";
import { CopyAddress, Dialog, Icon } from "../parts";
import { closeDialog } from "../parts/dialogs";
import { shell } from "../words";

const words = shell.account;
/** EIP-1193: the user rejected the request. */
const DECLINED = 4001;

/** Who is connected, which wallets there are, and an address to watch. */
export function WalletDialog({ open }: { readonly open: boolean }) {
  return (
    <Dialog title={words.title} open={open} onClose={closeDialog}>
      <Connected />
      <Wallets />
      <Watching />
    </Dialog>
  );
}

function Connected() {
  const account = useAccountState();
  const { disconnect } = useWallets();
  if (account.kind !== "wallet") return null;
  return (
    <div className="wallet-now">
      <p className="dim">{words.connectedTo(account.wallet)}</p>
      <CopyAddress value={account.address} full />
      <button type="button" className="btn small" onClick={disconnect}>
        {words.disconnect}
      </button>
    </div>
  );
}

function Wallets() {
  const account = useAccountState();
  const { wallets, pending, error } = useWallets();
  if (account.kind === "wallet") return null;
  if (wallets.length === 0) return <p className="dim">{words.none}</p>;
  return (
    <>
      <p className="dim">{words.choose}</p>
      <ul className="wallet-list">
        {wallets.map((wallet) => (
          <li key={wallet.id}>
            <button type="button" className="btn wide" disabled={pending} onClick={wallet.connect}>
              {wallet.icon === null ? <Icon name="key" /> : <img src={wallet.icon} alt="" width="20" height="20" />}
              {wallet.name}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className={error === null ? "dim" : "field-error"}>
        {pending ? words.connecting : error === null ? "" : reasonOf(error)}
      </p>
    </>
  );
}

function reasonOf(error: Error): string {
  if ("code" in error && error.code === DECLINED) return words.declined;
  return words.failed(error.message.split("\n")[0] ?? error.name);
}

function Watching() {
  const account = useAccountState();
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  const id = useId();
  if (account.kind === "wallet") return null;
  if (account.kind === "watched") {
    return (
      <div className="wallet-now">
        <CopyAddress value={account.address} full />
        <button type="button" className="btn small" onClick={() => watch(null)}>
          {words.watchStop}
        </button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBad(!watch(text));
  };
  return (
    <form className="wallet-watch" onSubmit={submit} noValidate>
      <h3>{words.watchTitle}</h3>
      <p className="dim small" id={`${id}-help`}>
        {words.watchHelp}
      </p>
      <div className="wallet-row">
        <label className="field">
          <span>{words.watchLabel}</span>
          <input
            className="input mono"
            value={text}
            onChange={(event) => setText(event.target.value)}
            spellCheck={false}
            autoComplete="off"
            placeholder="0x…"
            aria-invalid={bad}
            aria-describedby={bad ? `${id}-help ${id}-bad` : `${id}-help`}
          />
        </label>
        <button type="submit" className="btn">
          {words.watch}
        </button>
      </div>
      {bad && (
        <p className="field-error" id={`${id}-bad`} role="alert">
          <Icon name="warning" />
          {words.watchBad}
        </p>
      )}
    </form>
  );
}
