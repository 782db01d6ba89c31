import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import "../../look/decide.css";
import { decideWords } from "../../language/decide/words.js";
import { limitAmount, limitName } from "../../language/say-limit.js";
import { sayLibrary } from "../../language/say-library.js";
import { say, scenario, shown, type } from "../../state.js";
import type { ComparedGpu } from "../../worker/compared.js";
import type { Answer } from "../../worker/protocol.js";
import { saveText } from "../save-text.js";
import { csvOf } from "../table.js";
import { useStudied } from "../use-studied.js";
import { Progress } from "../progress.js";
import { Undo } from "../taken.js";
import { served, type Order } from "./columns.js";
import { comparedGpus } from "./compared-gpus.js";
import { comparisonTable } from "./comparison-table.js";
import { CostAgainstTime } from "./cost-against-time.js";
import { ServedTable } from "./served-table.js";

const ALL = "all";

/** The same service on other GPUs, side by side; rows come as they are worked out. */
export function Compare({ answer }: { readonly answer: Answer }): JSX.Element {
  const { compare: words } = decideWords.value;
  const { otherGpus } = scenario.value.inputs;
  const { question } = shown.value;
  const order = useSignal<Order>({ by: null, isDescending: false });
  const gpus = otherGpus === ALL ? null : otherGpus.split(",").filter((name) => name.trim() !== "");
  const study = useStudied("compare", otherGpus === "" || question === null ? null : { question, gpus }, [
    answer,
    otherGpus,
  ]);
  useEffect(() => {
    if (study.outcome?.kind === "done") comparedGpus.value = { answer, rows: study.outcome.answer };
  }, [study.outcome]);
  if (otherGpus === "")
    return (
      <p>
        {words.none}{" "}
        <button type="button" onClick={() => type({ otherGpus: ALL })}>
          {words.all}
        </button>
      </p>
    );
  const rows = study.found ?? [];
  const isDone = study.outcome?.kind === "done";
  const serving = served(rows, order.value);
  return (
    <>
      <Undo part="compare" />
      {serving.length > 0 && (
        <>
          <p>{words.found(serving.length, rows.length)}</p>
          <ServedTable rows={serving} order={order.value} onOrder={(to) => (order.value = to)} chosen={answer.gpu.id} />
        </>
      )}
      <Progress study={study} text={words.progress(rows.length)} />
      {isDone && <CostAgainstTime rows={serving} />}
      <NotServing rows={rows.filter(({ status }) => status !== "feasible")} />
      <p class="text-tools">
        <button
          type="button"
          disabled={!isDone}
          onClick={() =>
            saveText("infrascale-comparison.csv", csvOf(comparisonTable(rows, words), say.value.numbers.mark))
          }
        >
          {words.keepCsv}
        </button>{" "}
        <button type="button" onClick={() => type({ otherGpus: "" })}>
          {words.stop}
        </button>
      </p>
    </>
  );
}

/** GPUs that do not serve the question, each with what stands in its way. */
function NotServing({ rows }: { readonly rows: readonly ComparedGpu[] }): JSX.Element | null {
  const { compare: words } = decideWords.value;
  return rows.length === 0 ? null : (
    <details>
      <summary>{words.notServing(rows.length)}</summary>
      <table class="figures reasons">
        <tbody>
          {rows.map((row) => (
            <tr key={row.gpu.id}>
              <th scope="row">{row.gpu.name}</th>
              <td>{reasonOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function reasonOf(row: ComparedGpu): string {
  const { compare: words } = decideWords.value;
  if (row.status === "refused") return sayLibrary("error", row.refusal);
  if (row.status === "feasible") return "";
  return row.changes
    .map(({ constraint, unit, from, to, side }) =>
      words.atBest[side](
        limitName(say.value, constraint),
        limitAmount(say.value, unit, to),
        limitAmount(say.value, unit, from),
      ),
    )
    .join(" ");
}
