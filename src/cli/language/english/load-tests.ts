import type { Calibration, CalibrationResidual } from "../../../calibrate.js";
import type { TableKind } from "../../validation/columns.js";
import type { Reason } from "../../validation/reason.js";
import { figures, plural } from "./figures.js";

const { number, percent } = figures;

const parameters: Readonly<Record<Calibration["parameters"][number]["name"], string>> = {
  stepOverheadSeconds: "added to each step",
  requestOverheadSeconds: "added for each running request",
  decodeFactor: "kernels of decoding, times",
  decodeExponent: "and requests, to the power",
  prefillFactor: "kernels of prompts, times",
  communicationFactor: "communication, times",
  firstTokenSeconds: "added to the first token",
  firstTokenFactor: "first token, times",
  firstTokenExponent: "and requests, to the power",
};

const quantities: Readonly<Record<CalibrationResidual["quantity"], string>> = {
  tpotSeconds: "time per output token",
  ttftSeconds: "time to the first token",
  requestSeconds: "time of a request",
  outputTokensPerSecond: "output tokens/s",
};

/** What `infrascale calibrate` prints. */
export const calibration = {
  /** What each parameter does, for people. */
  parameters,
  quantities,
  fitted: (figuresOfAll: number, rows: number, before: number, after: number): string =>
    `${figuresOfAll} figures of ${rows} rows: median error ${percent(before)} before, ${percent(after)} after`,
  leftOut: (percentOfMeasured: number): string => `, ${number(percentOfMeasured)} % on rows left out`,
  status: (status: Exclude<Calibration["status"], "converged">): string => ` (${status})`,
  served: (models: string, gpus: string, engines: string, tensorSizes: string): string =>
    `${models} on ${gpus}, ${engines}, tensor ${tensorSizes}`,
  parameter: "parameter",
  interval: "95 % interval",
  range: (from: string, to: string): string => `${from} to ${to}`,
  notTold: "not told by these rows",
  medianErrorOf: "median error of",
  rows: "rows",
  before: "before",
  after: "after",
  onRowsLeftOut: "left out",
  curves: {
    tpotSeconds: "per output token, ms: measured (blue), fitted (yellow)",
    ttftSeconds: "to the first token, ms: measured (blue), fitted (yellow)",
  },
};

const KINDS: Readonly<Record<TableKind, string>> = { speed: "of speeds", memory: "of start-up logs" };

/** What `infrascale validate` prints. */
export const validation = {
  headline: (kind: TableKind, rows: number, predicted: number): string =>
    `${plural(rows, "row")} ${KINDS[kind]}: ${predicted} predicted, ${rows - predicted} not`,
  nothing: "no row is both predicted and measured: there is no error to show",
  errorOf: "error of",
  ofCache: (column: string): string => `${column} of its GiB`,
  rows: "rows",
  median: "median",
  bias: "bias",
  engine: "engine",
  kinds: { dense: "dense", MoE: "MoE" },
  gpuNotStated: "not stated",
  percent: (value: number, decimals: number): string => `${value.toFixed(decimals)} %`,
  doesNotStart: "Does not start",
  notPredicted: "Not predicted",
  /** A reason is in English; another language tells it by its code. */
  reason: ((inEnglish) => inEnglish) as (inEnglish: string, why: Reason | null) => string,
};

/** What `infrascale check` prints. */
export const check = {
  tokensOfPrompts: "tokens of prompts",
  tokensOfOutputs: "tokens of outputs",
  run: (run: number, status: "passed" | "failed" | "inconclusive"): string => `run ${run}: ${status}`,
  planned: "planned",
  measured: "measured",
  missedBy: (share: number): string => `missed by ${percent(share)}`,
  requestsFailed: "requests failed",
  holds: "holds",
  notFitted: "no engine could be fitted:",
  fitted: "fitted to this test:",
};
