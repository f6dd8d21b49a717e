import { useBare, useFund } from "../../fund";
import { overview } from "../../words/overview";
import { strategy as words } from "../../words/strategy";
import { Budgets } from "./Budgets";
import { Costs } from "./Costs";
import { Decides } from "./Decides";
import { GaugeToday } from "./GaugeToday";
import { LimitsTable } from "./LimitsTable";
import { Roles } from "./Roles";
import { useRules } from "./rules";
import { Silence } from "./Silence";
import { Study } from "./Study";
import "./strategy.css";

export default function Strategy() {
  const { data: fund, error: fundError } = useFund();
  const bare = useBare(fund === undefined && fundError !== null).data;
  const { data: rules, error } = useRules(fund ?? bare);
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <p className="strong-line">{words.honest}</p>
      </div>
      {error !== null && <p className="warn-line">{words.notRead}</p>}
      {fund === undefined && rules !== undefined ? (
        <div className="strategy">
          <Decides rules={rules} />
          <Roles rules={rules} />
        </div>
      ) : fund === undefined || rules === undefined ? (
        <div aria-busy="true">
          <p className="vh" role="status">
            {overview.loading}
          </p>
          <span className="skeleton" style={{ height: 420 }} aria-hidden="true" />
        </div>
      ) : (
        <div className="strategy">
          <Decides rules={rules} />
          <GaugeToday fund={fund} />
          <Costs fund={fund} rules={rules} />
          <LimitsTable fund={fund} rules={rules} />
          <Budgets fund={fund} rules={rules} />
          <Silence fund={fund} rules={rules} />
          <Roles rules={rules} />
        </div>
      )}
      <Study />
    </>
  );
}
