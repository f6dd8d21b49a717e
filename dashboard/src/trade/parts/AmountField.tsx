import { useId, type RefObject } from "react";

/** The amount as it was typed; nothing rewrites it while somebody types. */
export function AmountField({
  label, have, unit, text, onText, presets, problem, problemId, inputRef,
}: {
  readonly label: string;
  readonly have: string | undefined;
  readonly unit: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly presets: readonly { readonly name: string; readonly text: string }[];
  readonly problem: boolean;
  readonly problemId: string;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}) {
  const id = useId();
  return (
    <div>
      <div className={problem ? "amount bad" : "amount"}>
        <div className="amount-head">
          <label htmlFor={id}>{label}</label>
          {have !== undefined && <span>{have}</span>}
        </div>
        <div className="amount-line">
          <input
            id={id}
            ref={inputRef}
            value={text}
            inputMode="decimal"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            maxLength={60}
            placeholder="0"
            aria-invalid={problem || undefined}
            aria-describedby={`${id}-unit ${problemId}`}
            onChange={(event) => onText(event.target.value)}
          />
          <span id={`${id}-unit`} className="amount-unit">{unit}</span>
        </div>
      </div>
      {presets.length > 0 && (
        <div className="presets">
          {presets.map((preset) => (
            <button key={preset.name} type="button" onClick={() => onText(preset.text)}>{preset.name}</button>
          ))}
        </div>
      )}
    </div>
  );
}
