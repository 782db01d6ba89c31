/** Points of one colour. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** Measured and predicted, both > 0. */
  readonly points: readonly (readonly [measured: number, predicted: number])[];
}

/** A square of the plot with a title of its own. */
export interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

const SIDE = 380;
const MARGIN = { left: 64, right: 16, top: 44, bottom: 48 };
const LEGEND_LINE = 16;

/** Share beside the diagonal that the band covers. */
export const BAND = 0.2;

/**
 * Predicted against measured on logarithmic axes, one panel beside the other, all on the same axes: the diagonal is a
 * right prediction, the band is 20 % to either side. The same points always give the same text.
 *
 * @param title - of the whole plot.
 * @param unit - of the axes.
 * @param panels - at least one point in all.
 * @returns an SVG document.
 */
export function scatterPlot(title: string, unit: string, panels: readonly Panel[]): string {
  const values = panels.flatMap(({ series }) => series.flatMap(({ points }) => points.flat()));
  const low = Math.floor(Math.log10(values.reduce((a, b) => Math.min(a, b))));
  const high = Math.ceil(Math.log10(values.reduce((a, b) => Math.max(a, b))));
  const width = panels.length * (SIDE + MARGIN.left + MARGIN.right);
  const legend = Math.max(...panels.map(({ series }) => series.length));
  const height = SIDE + MARGIN.top + MARGIN.bottom + LEGEND_LINE * legend;
  const at = (value: number): number => (SIDE * (Math.log10(value) - low)) / (high - low);
  const drawn = panels.map((panel, i) =>
    panelText(panel, unit, i * (SIDE + MARGIN.left + MARGIN.right) + MARGIN.left, at, low, high),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function panelText(
  { title, series }: Panel,
  unit: string,
  left: number,
  at: (value: number) => number,
  low: number,
  high: number,
): string {
  const x = (value: number): number => left + at(value);
  const y = (value: number): number => MARGIN.top + SIDE - at(value);
  const decades = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  const [first, last] = [10 ** low, 10 ** high];
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string): string =>
    `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${stroke}"/>`;
  const text = (atX: number, atY: number, content: string, more = ""): string =>
    `<text x="${round(atX)}" y="${round(atY)}"${more}>${escaped(content)}</text>`;
  const [above, below] = [1 + BAND, 1 - BAND];
  const band = [
    [first, first * above],
    [last / above, last],
    [last, last],
    [last, last * below],
    [first / below, first],
    [first, first],
  ];
  const corners = band.map(([a = 1, b = 1]) => `${round(x(a))},${round(y(b))}`).join(" ");
  const counts = series.map(({ name, points }) => `${name} (${points.length})`);
  return [
    text(left + SIDE / 2, MARGIN.top - 20, title, ' text-anchor="middle" font-weight="bold"'),
    `<polygon points="${corners}" fill="#eeeeee"/>`,
    ...decades.flatMap((value) => [
      line(x(value), y(first), x(value), y(last), "#dddddd"),
      line(x(first), y(value), x(last), y(value), "#dddddd"),
      text(x(value), y(first) + 16, label(value), ' text-anchor="middle"'),
      text(x(first) - 6, y(value) + 4, label(value), ' text-anchor="end"'),
    ]),
    line(x(first), y(first), x(last), y(last), "#666666"),
    text(left + SIDE / 2, MARGIN.top + SIDE + 34, `measured, ${unit}`, ' text-anchor="middle"'),
    text(
      left - 46,
      MARGIN.top + SIDE / 2,
      `predicted, ${unit}`,
      ` text-anchor="middle" transform="rotate(-90 ${left - 46} ${MARGIN.top + SIDE / 2})"`,
    ),
    ...series.map(
      ({ colour, points }) =>
        `<path stroke="${colour}" stroke-width="3" stroke-linecap="round" stroke-opacity="0.55" d="${dots(points, x, y)}"/>`,
    ),
    ...series.flatMap(({ colour }, i) => {
      const atY = MARGIN.top + SIDE + MARGIN.bottom + LEGEND_LINE * i;
      return [
        `<circle cx="${left + 6}" cy="${atY - 4}" r="4" fill="${colour}"/>`,
        text(left + 16, atY, counts[i] ?? ""),
      ];
    }),
  ].join("\n");
}

/** Dots as a path of lines without length; those that fall on one another are drawn once. */
function dots(points: Series["points"], x: (value: number) => number, y: (value: number) => number): string {
  return [...new Set(points.map(([measured, predicted]) => `M${round(x(measured))} ${round(y(predicted))}h0`))].join(
    "",
  );
}

const round = (pixels: number): number => Math.round(2 * pixels) / 2;

const label = (value: number): string =>
  value >= 1e5 || value < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(1)));

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
