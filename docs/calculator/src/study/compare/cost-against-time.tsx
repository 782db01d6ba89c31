import { scaleLinear, scaleLog } from "d3-scale";
import type { JSX } from "preact";
import { decideWords } from "../../language/decide/words.js";
import { say } from "../../state.js";
import type { ComparedGpu } from "../../worker/compared.js";
import { placedLabels } from "./placed-labels.js";

type Served = Extract<ComparedGpu, { readonly status: "feasible" }>;
interface Point {
  readonly id: string;
  readonly name: string;
  readonly perHour: number;
  readonly seconds: number;
  readonly onFront: boolean;
}

/** Of a label below the picture, in its units. */
const TICK_ROOM = 60;
const SIZE = { width: 640, height: 300, left: 64, right: 24, top: 16, bottom: 48 } as const;

/** Without what stands in brackets behind it. */
const shortName = (name: string): string => name.replace(/ \(.*\)$/, "");

/** Ticks with room for their labels. */
function apart(ticks: readonly number[], x: (tick: number) => number): readonly number[] {
  const shown: number[] = [];
  for (const tick of ticks) {
    const last = shown.at(-1);
    if (last === undefined || x(tick) - x(last) >= TICK_ROOM) shown.push(tick);
  }
  return shown;
}

/** What is cheap against what is fast: those that no other beats in both are joined. Nothing where fewer than two have a price. */
export function CostAgainstTime({ rows }: { readonly rows: readonly Served[] }): JSX.Element | null {
  const { compare: words } = decideWords.value;
  const { numbers } = say.value;
  const currency = rows.find(({ purchase }) => purchase.rent !== null)?.purchase.rent?.currency ?? "";
  const points = rows.flatMap(({ gpu, purchase, onFront, impractical }): readonly Point[] =>
    purchase.rent === null || impractical !== null
      ? []
      : [
          {
            id: gpu.id,
            name: gpu.name,
            perHour: purchase.rent.perHour,
            seconds: purchase.requestSeconds,
            onFront,
          },
        ],
  );
  if (points.length < 2) return null;
  const { width, height, left, right, top, bottom } = SIZE;
  const prices = points.map(({ perHour }) => perHour);
  const x = scaleLog([0.8 * Math.min(...prices), 1.25 * Math.max(...prices)], [left, width - right]);
  const times = points.map(({ seconds }) => seconds);
  const y = scaleLinear([0.8 * Math.min(...times), 1.1 * Math.max(...times)], [height - bottom, top]).nice(4);
  const front = points.filter(({ onFront }) => onFront).sort((one, other) => one.perHour - other.perHour);
  const label = words.chart(front.map(({ name }) => name));
  const labels = placedLabels(
    front.map(({ name, perHour, seconds }) => ({ text: shortName(name), x: x(perHour), y: y(seconds) })),
    width,
  );
  const ticks = apart(x.ticks(6), x);
  return (
    <figure class="scatter">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {y.ticks(4).map((tick) => (
          <g key={tick} class="grid">
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
            <text x={left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
              {numbers.seconds(tick)}
            </text>
          </g>
        ))}
        {ticks.map((tick) => (
          <text key={tick} class="tick" x={x(tick)} y={height - bottom + 20} text-anchor="middle">
            {numbers.about(tick)}
          </text>
        ))}
        <text class="axis" x={(left + width - right) / 2} y={height - 6} text-anchor="middle">
          {words.axes.rent(currency)}
        </text>
        <text class="axis" x={left} y={top - 4}>
          {words.axes.time}
        </text>
        <polyline
          class="front-line"
          points={front.map(({ perHour, seconds }) => `${x(perHour)},${y(seconds)}`).join(" ")}
        />
        {points.map(({ id, name, perHour, seconds, onFront }) => (
          <g key={id} class={onFront ? "point on-front" : "point"} transform={`translate(${x(perHour)},${y(seconds)})`}>
            <title>{`${name}: ${numbers.money(perHour, currency)}, ${numbers.seconds(seconds)}`}</title>
            {onFront ? <path d="M0-7 7 0 0 7-7 0Z" /> : <circle r="4.5" />}
          </g>
        ))}
        {labels.map(({ text, left: at, base }) => (
          <text key={text} class="point-name" x={at} y={base}>
            {text}
          </text>
        ))}
      </svg>
      <figcaption class="hint">{label}</figcaption>
    </figure>
  );
}
