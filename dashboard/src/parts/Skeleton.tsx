/** Of the same size as what it stands for, so that nothing moves when it comes. */
export function Skeleton({ width = "100%", height }: { readonly width?: string; readonly height: string }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden="true" />;
}
