/** The number and title of a step of the story. */
export function Step({ id, number, children }: { id: string; number: number; children: string }) {
  return (
    <h3 className="step" id={id}>
      <span aria-hidden="true">{number}</span>
      {children}
    </h3>
  );
}
