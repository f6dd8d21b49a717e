import { overview } from "../../words/overview";

const block = (width: string, height: number) => <span className="skeleton" style={{ width, height }} />;

/** The shape of the screen while the fund is read, so that nothing jumps when it is there. */
export function OverviewSkeleton() {
  return (
    <div aria-busy="true">
      <p className="vh" role="status">
        {overview.loading}
      </p>
      <div className="hero" aria-hidden="true">
        <div className="skeletons">
          {block("40%", 24)}
          {block("92%", 66)}
          {block("70%", 60)}
          {block("55%", 16)}
          {block("80%", 44)}
          {block("100%", 44)}
          {block("100%", 150)}
        </div>
        <div className="skeletons">
          {block("30%", 36)}
          {block("100%", 494)}
        </div>
      </div>
      <div className="story" aria-hidden="true">
        <div className="card skeletons">
          {block("50%", 22)}
          {block("100%", 420)}
        </div>
        <div className="card skeletons">
          {block("40%", 22)}
          {block("100%", 470)}
        </div>
      </div>
    </div>
  );
}
