import { gibFromBytes, millisecondsFromSeconds } from "../../src/units.js";
import { ERA_NAMES } from "./exam-row.js";
import type { Observation } from "./observation.js";
import type { Quantity } from "./quantities.js";
import { scatterPlot } from "./scatter-plot.js";

/** A plot of one quantity. */
export interface Plot {
  readonly quantity: Quantity;
  readonly file: string;
  readonly unit: string;
  /** From SI to the unit. */
  readonly convert: (value: number) => number;
}

/** The plots of the page. */
export const PLOTS: readonly Plot[] = [
  {
    quantity: "time per output token",
    file: "time-per-output-token.svg",
    unit: "ms",
    convert: millisecondsFromSeconds,
  },
  { quantity: "time to first token", file: "time-to-first-token.svg", unit: "ms", convert: millisecondsFromSeconds },
  {
    quantity: "output tokens per second",
    file: "output-tokens-per-second.svg",
    unit: "tokens/s",
    convert: (value) => value,
  },
  { quantity: "KV cache per GPU", file: "kv-cache.svg", unit: "GiB", convert: gibFromBytes },
];

const COLOURS: Readonly<Record<Observation["era"], string>> = {
  current: "#1f77b4",
  older: "#ff7f0e",
  "other engines": "#7f7f7f",
};

/** The plot of a quantity: predictions by constants that have not seen the row's (model, GPU), where there are some. */
export function plotOf({ quantity, unit, convert }: Plot, observations: readonly Observation[]): string {
  const own = observations.filter((observation) => observation.quantity === quantity);
  const panels = (["dense", "MoE"] as const).map((kind) => ({
    title: `${quantity}, ${kind}`,
    series: ERA_NAMES.map((era) => ({
      name: era,
      colour: COLOURS[era],
      points: own
        .filter((observation) => observation.kind === kind && observation.era === era)
        .map(({ measured, predicted, heldOut }) => [convert(measured), convert(heldOut?.pair ?? predicted)] as const)
        .filter(([measured, predicted]) => measured > 0 && predicted > 0),
    })).filter(({ points }) => points.length > 0),
  }));
  return scatterPlot(`${quantity}: predicted against measured`, unit, panels);
}
