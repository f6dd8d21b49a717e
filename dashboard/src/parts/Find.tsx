/** A field that narrows a list while it is typed in. */
export function Find({ label, hint, value, onChange }: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="find">
      <span className="vh">{label}</span>
      <input className="input" type="search" placeholder={hint} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
