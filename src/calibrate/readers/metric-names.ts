/** A label such as `Time To First Token (ms)`, taken apart: the tag in snake case, and the unit. */
export interface MetricLabel {
  readonly tag: string;
  readonly unit: string;
}

/** The tag and the unit of a label of aiperf's or genai-perf's tables. */
export function metricLabel(label: string): MetricLabel {
  const parts = /^(.*?)\s*(?:\(([^()]*)\))?$/.exec(label.trim());
  return { tag: (parts?.[1] ?? label).toLowerCase().replaceAll(/[^a-z0-9]+/g, "_"), unit: parts?.[2] ?? "" };
}

/** A number with thousands set off by commas, as `1,146.31`: the commas are dropped where they stand at thousands only. */
export const withoutThousands = (cell: string): string =>
  /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(cell) ? cell.replaceAll(",", "") : cell;
