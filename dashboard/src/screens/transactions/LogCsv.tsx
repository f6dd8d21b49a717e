import type { Assets, Log } from "../../fund";
import { Icon } from "../../parts";
import { transactions as words } from "../../words/transactions";

/** Every row of the log, whatever the filter shows. */
export function LogCsv({ log, assets }: { log: Log; assets: Assets }) {
  const save = async () => {
    const [{ logCsv }, { download }] = await Promise.all([
      import("../../csv/fund-files"),
      import("../../csv/download"),
    ]);
    download(`global-100-log-${log.through}.csv`, logCsv(log.rows, [...assets.values()]));
  };
  return (
    <button type="button" className="btn small" onClick={() => void save()}>
      <Icon name="download" />
      {words.csv}
    </button>
  );
}
