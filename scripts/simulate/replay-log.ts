import { readFileSync } from "node:fs";
import { checkDeployment } from "../../src/deployment/deployment.js";
import { replicaOf } from "../../src/performance/replica.js";
import { simulatedReplica } from "../../src/performance/simulated-replica.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { resolveNames } from "../../src/shipped/resolve-names.js";
import { servedLengths } from "../../src/performance/operating-point.js";
import { linearClock, simulateFleet, type Simulation, type SimulationOptions } from "../../src/simulate/index.js";
import { schedulerAtVersion } from "../../src/simulate/scheduler.js";
import { resolveLengths } from "../../src/workload/request-lengths.js";

const LOG = new URL(
  "../../catalogs/measurements/request-logs/vllm-0.19_llama-3.1-8b_rtx-pro-6000.csv",
  import.meta.url,
);

/** One column of the log for each quantity. */
const [, ...lines] = readFileSync(LOG, "utf8").trim().split("\n");
const column = (index: number): number[] => lines.map((line) => Number(line.split(",")[index]));
/** A real log, column by column. */
export const log = {
  arrivalSeconds: column(0),
  inputTokens: column(1),
  outputTokens: column(2),
  ttftSeconds: column(3),
  requestSeconds: column(4),
};

/** What a replica is simulated from. */
export type Replica = Pick<SimulationOptions, "clock" | "slots" | "maxBatchedTokens"> &
  Partial<Pick<SimulationOptions, "scheduler" | "kv">>;

/** The log through a replica. */
export const replay = (replica: Replica): Simulation =>
  simulateFleet({
    ...replica,
    replicas: 1,
    warmUpShare: 0,
    traffic: {
      kind: "trace",
      requests: { arrivalSeconds: log.arrivalSeconds, inputTokens: log.inputTokens, outputTokens: log.outputTokens },
    },
  });

/** The deployment of the log: its meta file. */
export const engineReplica = (): Replica => {
  const { named } = resolveNames({ model: "llama-3.1-8b", gpu: "rtx-pro-6000-blackwell", engine: "vllm@0.19.0" });
  const deployment = checkDeployment({ ...named, settings: { maxNumSeqs: 128, maxBatchedTokens: 2048 } });
  const lengths = resolveLengths(
    { inputTokens: { values: log.inputTokens }, outputTokens: { values: log.outputTokens } },
    "",
  );
  return simulatedReplica(replicaOf(deployment, servedLengths(lengths), shippedConstants()));
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] as number;
const tpots = log.requestSeconds
  .map((seconds, row) => (seconds - (log.ttftSeconds[row] as number)) / ((log.outputTokens[row] as number) - 1))
  .filter(Number.isFinite);

/** Figures of a run, seconds. */
export type Times = Readonly<
  Record<"TTFT mean" | "TTFT p50" | "TTFT p95" | "request mean" | "request p95" | "TPOT mean" | "TPOT p95", number>
>;

/** Times of the log, seconds. */
export const measured: Times = {
  "TTFT mean": mean(log.ttftSeconds),
  "TTFT p50": percentile(log.ttftSeconds, 0.5),
  "TTFT p95": percentile(log.ttftSeconds, 0.95),
  "request mean": mean(log.requestSeconds),
  "request p95": percentile(log.requestSeconds, 0.95),
  "TPOT mean": mean(tpots),
  "TPOT p95": percentile(tpots, 0.95),
};

/** The same of a simulation. */
export const timesOf = ({ ttftSeconds, e2eSeconds, tpotSeconds }: Simulation): Times => ({
  "TTFT mean": ttftSeconds?.mean ?? NaN,
  "TTFT p50": ttftSeconds?.p50 ?? NaN,
  "TTFT p95": ttftSeconds?.p95 ?? NaN,
  "request mean": e2eSeconds?.mean ?? NaN,
  "request p95": e2eSeconds?.p95 ?? NaN,
  "TPOT mean": tpotSeconds?.mean ?? NaN,
  "TPOT p95": tpotSeconds?.p95 ?? NaN,
});

/** Units of the four coefficients: ms, us, us per token, ns per token. */
const UNITS = [1e-3, 1e-6, 1e-6, 1e-9] as const;
/** A replica by the law with coefficients in those units. */
export const lawReplica = (x: readonly number[]): Replica => {
  const [a, b, c, d] = UNITS.map((unit, index) => Math.max(0, x[index] as number) * unit) as [
    number,
    number,
    number,
    number,
  ];
  return {
    clock: linearClock({
      stepSeconds: Math.max(a, 1e-6),
      requestSeconds: b,
      promptTokenSeconds: c,
      cachedTokenSeconds: d,
    }),
    scheduler: schedulerAtVersion("vllm", "0.19.0"),
    slots: 128,
    maxBatchedTokens: 2048,
  };
};

/** The law that `npm run simulate:log` fits to the log, in its units. */
export const FITTED_LAW: readonly number[] = [12.32, 55.7, 38.5, 66.0];

/** Measured and replayed times, seconds, with the relative error of each. */
export function logMarkdown(byEngineModel: Times, byFittedLaw: Times): string {
  const rows = (Object.keys(measured) as (keyof Times)[]).map((name) => {
    const cell = (times: Times): string =>
      `${times[name].toFixed(4)} (${(100 * (times[name] / measured[name] - 1)).toFixed(1)} %)`;
    return `| ${name} | ${measured[name].toFixed(4)} | ${cell(byEngineModel)} | ${cell(byFittedLaw)} |`;
  });
  return ["| seconds | measured | engine model | fitted law |", "|---|---|---|---|", ...rows].join("\n");
}
