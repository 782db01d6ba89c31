import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { sayLoads } from "../language/loads/words.js";
import { ChartPicture, type Chart } from "./chart.js";
import { pngOf, save, svgOf } from "./save.js";
import { csvOf, sayCell, type Table } from "./table.js";

/** Narrower than any screen of 320 points lets a picture be. */
const LEAST_WIDTH = 240;

/** A picture, the same as a table behind it, and both as files. */
export function Figure({
  name,
  chart,
  table,
}: {
  /** Of its files, without an ending. */
  readonly name: string;
  readonly chart: Chart;
  readonly table: Table;
}): JSX.Element {
  const { charts: words, numbers } = sayLoads.value;
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const picture = (): SVGSVGElement | null => place.current?.querySelector("svg") ?? null;
  const saveSvg = (): void => {
    const drawn = picture();
    if (drawn !== null) save(`${name}.svg`, svgOf(drawn));
  };
  const savePng = async (): Promise<void> => {
    const drawn = picture();
    const image = drawn === null ? null : await pngOf(drawn);
    if (image !== null) save(`${name}.png`, image);
  };
  return (
    <figure class="figure">
      <div ref={place}>{width > 0 && <ChartPicture chart={chart} width={Math.max(LEAST_WIDTH, width)} />}</div>
      <details>
        <summary>{words.table}</summary>
        <FigureTable table={table} />
      </details>
      <p class="figure-files">
        {words.save}{" "}
        <button type="button" class="quiet" aria-label={words.saveAs("SVG", table.caption)} onClick={saveSvg}>
          SVG
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={words.saveAs("PNG", table.caption)}
          onClick={() => void savePng()}
        >
          PNG
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={words.saveAs("CSV", table.caption)}
          onClick={() => save(`${name}.csv`, new Blob([csvOf(table, numbers.mark)], { type: "text/csv" }))}
        >
          CSV
        </button>
      </p>
    </figure>
  );
}

function FigureTable({ table }: { readonly table: Table }): JSX.Element {
  const { caption, columns, rows } = table;
  return (
    <div class="scroll" role="region" aria-label={sayLoads.value.charts.tableOf(caption)} tabIndex={0}>
      <table class="figures">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head }) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column, at) => (
                <td key={column.head}>{sayCell(column, row[at] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Width that there is, points; 0 until it is known. */
function useWidth(place: { readonly current: HTMLElement | null }): number {
  const width = useSignal(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      width.value = Math.floor(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return width.value;
}
