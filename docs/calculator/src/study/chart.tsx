import { scaleLinear, type ScaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { JSX } from "preact";
import { useId } from "preact/hooks";

/** A point of a picture, in the units of its axes. */
export type Point = readonly [x: number, y: number];

/** One axis: what it is of, how far it goes, and how its figures are written. */
export interface Axis {
  readonly label: string;
  readonly domain: readonly [least: number, most: number];
  readonly say: (value: number) => string;
}

/** A line; the first of a picture is its main one. */
export interface ChartLine {
  readonly label: string;
  readonly points: readonly Point[];
}

/** A place that is marked. */
export interface Mark {
  readonly label: string;
  readonly at: Point;
  readonly shape: "dot" | "diamond";
}

/** What a picture shows. */
export interface Chart {
  /** All that it says, in a sentence. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly ChartLine[];
  /** About the main line. */
  readonly band?: {
    readonly label: string;
    readonly points: readonly (readonly [x: number, low: number, high: number])[];
  };
  readonly limit?: { readonly label: string; readonly y: number };
  readonly marks: readonly Mark[];
}

const MARGIN = { right: 16, bottom: 46, left: 64 } as const;
const PLOT_HEIGHT = 200;
const ROW = 20;
/** From tick to tick, at least. */
const TICK_WIDTH = 84;
const Y_TICKS = 5;

/**
 * Draws lines in a picture with its legend, without a colour of its own: the style sheet gives them, so that it follows the theme.
 *
 * @param props - what it shows, and how wide it is.
 * @returns the picture; screen readers get its sentence.
 */
export function ChartPicture({ chart, width }: { readonly chart: Chart; readonly width: number }): JSX.Element {
  const clip = useId();
  const rows = legendOf(chart);
  const marksHeight = chart.marks.length * ROW;
  const top = rows.length * ROW + marksHeight + 12;
  const height = top + PLOT_HEIGHT + MARGIN.bottom;
  const labelAt = (mark: number): number => (rows.length + mark) * ROW + 14;
  const x = scaleLinear(chart.x.domain, [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear(chart.y.domain, [top + PLOT_HEIGHT, top]);
  return (
    <svg
      class="chart"
      role="img"
      aria-label={chart.label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <clipPath id={clip}>
        <rect x={MARGIN.left} y={top - 2} width={width - MARGIN.left - MARGIN.right} height={PLOT_HEIGHT + 4} />
      </clipPath>
      {rows.map(({ kind, label }, index) => (
        <Legend key={label} kind={kind} label={label} y={index * ROW + ROW / 2} />
      ))}
      <Axes chart={chart} x={x} y={y} top={top} width={width} />
      <g clip-path={`url(#${clip})`}>
        {chart.band !== undefined && (
          <path
            class="chart-band"
            d={
              area<readonly [number, number, number]>()
                .x(([at]) => x(at))
                .y0(([, low]) => y(low))
                .y1(([, , high]) => y(high))([...chart.band.points]) ?? ""
            }
          />
        )}
        {chart.limit !== undefined && (
          <line
            class="chart-limit"
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={y(chart.limit.y)}
            y2={y(chart.limit.y)}
          />
        )}
        {chart.lines.map(({ label, points }, index) => (
          <path
            key={label}
            class={index === 0 ? "chart-main" : "chart-second"}
            d={
              line<Point>()
                .x(([at]) => x(at))
                .y(([, value]) => y(value))([...points]) ?? ""
            }
          />
        ))}
      </g>
      {chart.marks.map(({ label, at, shape }, index) => (
        <MarkPicture key={label} shape={shape} x={x(at[0])} y={y(at[1])} top={labelAt(index) + 6} />
      ))}
      {chart.marks.map(({ label, at }, index) => (
        <MarkLabel key={label} label={label} x={x(at[0])} y={labelAt(index)} width={width} />
      ))}
    </svg>
  );
}

type Kind = "main" | "second" | "band" | "limit";

const legendOf = ({ lines, band, limit }: Chart): readonly { readonly kind: Kind; readonly label: string }[] => [
  ...lines.map(({ label }, index) => ({ kind: index === 0 ? ("main" as const) : ("second" as const), label })),
  ...(band === undefined ? [] : [{ kind: "band" as const, label: band.label }]),
  ...(limit === undefined ? [] : [{ kind: "limit" as const, label: limit.label }]),
];

const SWATCH = 28;

function Legend({ kind, label, y }: { readonly kind: Kind; readonly label: string; readonly y: number }): JSX.Element {
  return (
    <>
      {kind === "band" ? (
        <rect class="chart-band" x={0} y={y - 6} width={SWATCH} height={12} />
      ) : (
        <line class={`chart-${kind}`} x1={0} x2={SWATCH} y1={y} y2={y} />
      )}
      <text class="chart-text" x={SWATCH + 8} y={y + 4}>
        {label}
      </text>
    </>
  );
}

type Scale = ScaleLinear<number, number>;

function Axes({
  chart,
  x,
  y,
  top,
  width,
}: {
  readonly chart: Chart;
  readonly x: Scale;
  readonly y: Scale;
  readonly top: number;
  readonly width: number;
}): JSX.Element {
  const bottom = top + PLOT_HEIGHT;
  const right = width - MARGIN.right;
  return (
    <>
      {y.ticks(Y_TICKS).map((tick) => (
        <g key={tick}>
          <line class="chart-grid" x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text class="chart-text chart-tick chart-end" x={MARGIN.left - 8} y={y(tick) + 4}>
            {chart.y.say(tick)}
          </text>
        </g>
      ))}
      <line class="chart-axis" x1={MARGIN.left} x2={right} y1={bottom} y2={bottom} />
      {x.ticks(Math.max(2, Math.floor((right - MARGIN.left) / TICK_WIDTH))).map((tick) => (
        <g key={tick}>
          <line class="chart-axis" x1={x(tick)} x2={x(tick)} y1={bottom} y2={bottom + 5} />
          <text class="chart-text chart-tick chart-middle" x={x(tick)} y={bottom + 19}>
            {chart.x.say(tick)}
          </text>
        </g>
      ))}
      <text class="chart-text chart-tick chart-end" x={right} y={bottom + 39}>
        {chart.x.label}
      </text>
    </>
  );
}

const DOT = 5.5;
const DIAMOND = 7;

/** What marks a place: a line from its label down to it, and a shape that tells one mark from another. */
function MarkPicture({
  shape,
  x,
  y,
  top,
}: {
  readonly shape: Mark["shape"];
  readonly x: number;
  readonly y: number;
  readonly top: number;
}): JSX.Element {
  return (
    <>
      <line class="chart-rule" x1={x} x2={x} y1={top} y2={y} />
      {shape === "dot" ? (
        <circle class="chart-mark" cx={x} cy={y} r={DOT} />
      ) : (
        <path
          class="chart-mark"
          d={`M${x} ${y - DIAMOND}L${x + DIAMOND} ${y}L${x} ${y + DIAMOND}L${x - DIAMOND} ${y}Z`}
        />
      )}
    </>
  );
}

/** Width of a character, points, about: a label in the middle of its line may not leave the picture. */
const CHARACTER = 7.6;

function MarkLabel({
  label,
  x,
  y,
  width,
}: {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}): JSX.Element {
  const half = (label.length * CHARACTER) / 2;
  return (
    <text class="chart-text chart-strong chart-middle" x={Math.max(half, Math.min(width - half, x))} y={y}>
      {label}
    </text>
  );
}
