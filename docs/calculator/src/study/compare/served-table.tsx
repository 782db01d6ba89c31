import { Fragment, type JSX } from "preact";
import { decideWords } from "../../language/decide/words.js";
import { limitName } from "../../language/say-limit.js";
import { say } from "../../state.js";
import type { ComparedGpu } from "../../worker/compared.js";
import { take } from "../taken.js";
import { COLUMNS, type Column, type Order } from "./columns.js";

type Served = Extract<ComparedGpu, { readonly status: "feasible" }>;

/** The column that the library's own order follows first. */
const BY_COST = "rent";

/** GPUs that serve the question. A heading orders by its column; a row takes its GPU as the choice. */
export function ServedTable({
  rows,
  order,
  onOrder,
  chosen,
}: {
  readonly rows: readonly Served[];
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  /** Id of the GPU that is asked about. */
  readonly chosen: string;
}): JSX.Element {
  const words = decideWords.value;
  const { compare } = words;
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label={compare.caption}>
        <table class="figures compared">
          <caption class="visually-hidden">{compare.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{compare.gpu}</th>
              {COLUMNS.map((column) => (
                <Heading key={column.id} column={column} order={order} onOrder={onOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Fragment key={row.gpu.id}>
                <Row row={row} isChosen={row.gpu.id === chosen} />
                {row.impractical !== null && <WhyNot impractical={row.impractical} />}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">{compare.marks}</p>
    </>
  );
}

function Heading({
  column,
  order,
  onOrder,
}: {
  readonly column: Column;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}): JSX.Element {
  const { compare } = decideWords.value;
  const isOrdered = (order.by ?? BY_COST) === column.id;
  return (
    <th scope="col" aria-sort={isOrdered ? (order.isDescending ? "descending" : "ascending") : undefined}>
      <button
        type="button"
        class="quiet"
        onClick={() => onOrder({ by: column.id, isDescending: isOrdered && !order.isDescending })}
      >
        {compare.columns[column.id]}
        <span aria-hidden="true">{isOrdered ? (order.isDescending ? " ▼" : " ▲") : ""}</span>
      </button>
    </th>
  );
}

function Row({ row, isChosen }: { readonly row: Served; readonly isChosen: boolean }): JSX.Element {
  const words = decideWords.value;
  const { compare } = words;
  const { gpu, purchase, onFront, impractical } = row;
  return (
    <tr class={impractical === null ? "" : "impractical"} aria-current={isChosen ? "true" : undefined}>
      <th scope="row">
        <button
          type="button"
          class="quiet"
          disabled={isChosen}
          onClick={() => take("compare", compare.taken(gpu.name), { gpu: gpu.id })}
        >
          {gpu.name}
        </button>
        {onFront && (
          <span class="front">
            <span aria-hidden="true"> ◆</span>
            <span class="visually-hidden"> {compare.onFront}</span>
          </span>
        )}
        <small>{[say.value.numbers.bytes(gpu.memoryBytes), ...(isChosen ? [compare.chosen] : [])].join(", ")}</small>
      </th>
      {COLUMNS.map(({ id, cell }) => {
        const [figure, ...below] = cell(purchase, words, say.value.numbers);
        return (
          <td key={id}>
            {figure}
            {below.map((line) => (
              <small key={line}>{line}</small>
            ))}
          </td>
        );
      })}
    </tr>
  );
}

/** Why nobody would buy the GPU above, although it meets the targets. */
function WhyNot({ impractical }: { readonly impractical: NonNullable<Served["impractical"]> }): JSX.Element {
  const { compare } = decideWords.value;
  const limits = impractical.constraints.map((name) => limitName(say.value, name));
  return (
    <tr class="why-not">
      <td colSpan={COLUMNS.length + 1}>
        <span>{compare.impractical(impractical.requestsPerGpu, limits)}</span>
      </td>
    </tr>
  );
}
