import { failedShare, type Draft, type Note, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { arrayAt, numberAt, numberOf, ratio, textAt, valueAt } from "./json-record.js";
import { secondsOfDuration } from "./iso-duration.js";
import { engineOfBackend } from "./names.js";
import { ratedLoad, type AskedLoad } from "./rated-load.js";
import { secondsOfUnit } from "./time-units.js";

/**
 * llm-d's benchmark report 0.1, YAML or JSON, whatever tool ran it: every figure has its `units`. What was asked stands in the
 * arguments of that tool. Tools mean different things by their times per token, so that the means of a request and of its first
 * token give it.
 *
 * Source: llm-d/llm-d-benchmark, `benchmark-report`.
 */
export const llmdReport: JsonFormat = {
  tool: "llm-d",
  recognises: (report) =>
    valueAt(report, "metrics", "latency") !== undefined && valueAt(report, "metrics", "requests") !== undefined,
  version: (report) => textAt(report, "version"),
  read: (report) => {
    const requests = valueAt(report, "metrics", "requests");
    const performance = { requests, latency: valueAt(report, "metrics", "latency") };
    const throughput = valueAt(report, "metrics", "throughput");
    return [
      draftOf(performance, {
        durationSeconds: numberAt(report, "metrics", "time", "duration"),
        requestsPerSecond: numberAt(throughput, "requests_per_sec"),
        outputTokensPerSecond: numberAt(throughput, "output_tokens_per_sec"),
        asked: askedOf(valueAt(report, "scenario", "load", "args")),
        served: servedBy(
          arrayAt(report, "scenario", "host", "accelerator"),
          arrayAt(report, "scenario", "host", "type"),
          arrayAt(report, "scenario", "platform", "engine")[0],
          textAt(report, "scenario", "model", "name"),
        ),
      }),
    ];
  },
};

/** Version 0.2 and later: seconds, what was asked in one shape, and every component of the stack. */
export const llmdReport2: JsonFormat = {
  tool: "llm-d",
  recognises: (report) => valueAt(report, "results", "request_performance", "aggregate", "latency") !== undefined,
  version: (report) => textAt(report, "version"),
  read: (report) => {
    const performance = valueAt(report, "results", "request_performance", "aggregate");
    const load = valueAt(report, "scenario", "load", "standardized");
    const engines = arrayAt(report, "scenario", "stack")
      .map((component) => valueAt(component, "standardized"))
      .filter((component) => textAt(component, "kind") === "inference_engine");
    const accelerators = engines.flatMap((engine) =>
      Array.from({ length: Math.min(numberAt(engine, "replicas") || 1, MOST_REPLICAS) }, () =>
        valueAt(engine, "accelerator"),
      ),
    );
    return [
      draftOf(performance, {
        durationSeconds: secondsOfDuration(textAt(report, "run", "time", "duration")),
        requestsPerSecond: numberAt(performance, "throughput", "request_rate", "mean"),
        outputTokensPerSecond: numberAt(performance, "throughput", "output_token_rate", "mean"),
        asked: { perSecond: finite(numberAt(load, "rate_qps")), limit: finite(numberAt(load, "concurrency")) },
        served: servedBy(
          accelerators,
          engines.map((engine) => textAt(engine, "role")),
          engines.map((engine) => ({ name: valueAt(engine, "tool"), version: valueAt(engine, "tool_version") }))[0],
          textAt(engines[0], "model", "name"),
        ),
      }),
    ];
  },
};

/** Copies of an engine, more than which no report is of. */
const MOST_REPLICAS = 10_000;

/** What differs between the versions. */
interface Report {
  readonly durationSeconds: Reading;
  readonly requestsPerSecond: Reading;
  readonly outputTokensPerSecond: Reading;
  /** Undefined where nothing that is known was asked. */
  readonly asked: Pick<AskedLoad, "perSecond" | "limit">;
  readonly served: Partial<Draft>;
}

function draftOf(performance: unknown, { asked, served, ...figures }: Report): Draft {
  const total = numberAt(performance, "requests", "total");
  const failures = numberAt(performance, "requests", "failures");
  const completed =
    total === undefined ? undefined : total - (failures ?? 0) - (numberAt(performance, "requests", "incomplete") ?? 0);
  const outputTokens = numberAt(performance, "requests", "output_length", "mean");
  const timesOf = (statistic: "mean" | "p50"): Times => {
    const [ttftSeconds, requestSeconds] = [
      seconds(performance, "time_to_first_token", statistic),
      seconds(performance, "request_latency", statistic),
    ];
    const addsUp = statistic === "mean" && ttftSeconds !== undefined && requestSeconds !== undefined;
    return {
      ttftSeconds,
      tpotSeconds: addsUp ? undefined : seconds(performance, "inter_token_latency", statistic),
      requestSeconds,
    };
  };
  const means = timesOf("mean");
  const isAsked = asked.perSecond !== undefined || asked.limit !== undefined;
  const { notes = [], ...load } = ratedLoad(
    { ...asked, requests: isAsked ? total : undefined },
    {
      completed,
      outputTokens,
      times: means,
      durationSeconds: figures.durationSeconds,
      requestsPerSecond: figures.requestsPerSecond ?? ratio(completed, figures.durationSeconds),
    },
  );
  return {
    tool: "llm-d",
    ...served,
    ...load,
    inputTokens: numberAt(performance, "requests", "input_length", "mean"),
    outputTokens,
    means,
    medians: timesOf("p50"),
    ttftP95Seconds: seconds(performance, "time_to_first_token", "p95"),
    ttftP99Seconds: seconds(performance, "time_to_first_token", "p99"),
    ...figures,
    completed,
    failedFraction: failedShare(failures, completed),
    notes: isAsked ? notes : [...notes, LOAD_ASSUMED],
  };
}

const LOAD_ASSUMED: Note = {
  code: "assumed-arrivals",
  message:
    "the report does not say how requests came: a closed loop was assumed, with as many in flight as Little's law says",
};

/** A time in the unit that stands beside it: `ms`, `s/token` ...; NaN in one that is not known. */
function seconds(performance: unknown, name: string, statistic: string): Reading {
  const value = numberAt(performance, "latency", name, statistic);
  return value === undefined
    ? undefined
    : (secondsOfUnit((textAt(performance, "latency", name, "units") ?? "").replace(/\/token$/, ""))?.(value) ??
        Number.NaN);
}

/** Names under which tools are told a rate, and a limit. */
const RATES = ["qps_values", "request_rate", "request-rate", "rate_qps", "rate"];
const LIMITS = ["max_concurrency", "max-concurrency", "concurrency"];

function askedOf(args: unknown): Report["asked"] {
  const first = (names: readonly string[]): Reading =>
    names.map((name) => finite(numberOf(single(valueAt(args, name))))).find((value) => value !== undefined);
  const isRate = (textAt(args, "rate_type") ?? textAt(args, "profile")) !== "concurrent";
  return { perSecond: isRate ? first(RATES) : undefined, limit: first(isRate ? LIMITS : [...LIMITS, "rate"]) };
}

/** The one value of a list of one. */
const single = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? value[0] : Array.isArray(value) ? undefined : value;

/** Infinity means none; what is no number was not asked in a way that is known. */
const finite = (value: Reading): Reading => (Number.isFinite(value) ? value : undefined);

/** Roles of engines that share the work of a request. */
const PARTS = ["prefill", "decode"];

function servedBy(
  accelerators: readonly unknown[],
  roles: readonly unknown[],
  engine: unknown,
  model: string | undefined,
): Partial<Draft> {
  const [first] = accelerators;
  const size = (name: string): Reading => numberAt(first, "parallelism", name);
  const gpus = accelerators
    .map((accelerator) => numberAt(accelerator, "count"))
    .reduce<Reading>((sum, count) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
  return {
    model,
    engine: engineOfBackend(textAt(engine, "name")),
    engineVersion: textAt(engine, "version"),
    gpu: textAt(first, "model"),
    ...(gpus === 0 ? {} : { gpus }),
    tensor: size("tp"),
    pipeline: size("pp"),
    expert: size("ep"),
    data: size("dp"),
    ...(roles.some((role) => PARTS.includes(String(role)))
      ? {
          defect:
            "prefill and decode ran on GPUs of their own (disaggregated), which no deployment here describes; llm-d's benchmark report of engines that do both can be read",
        }
      : {}),
  };
}
