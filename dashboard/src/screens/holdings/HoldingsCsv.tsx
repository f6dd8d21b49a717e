import type { Fund } from "../../fund";
import { Icon } from "../../parts";
import { holdings as words } from "../../words/holdings";

/** The writer of files is loaded when somebody wants one. */
export function HoldingsCsv({ fund }: { fund: Fund }) {
  const save = async () => {
    const [{ holdingsCsv }, { download }] = await Promise.all([
      import("../../csv/fund-files"),
      import("../../csv/download"),
    ]);
    download(`global-100-holdings-${fund.block}.csv`, holdingsCsv(fund));
  };
  return (
    <button type="button" className="btn small" onClick={() => void save()}>
      <Icon name="download" />
      {words.csv}
    </button>
  );
}
