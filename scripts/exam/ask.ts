import { calibrate, type EngineProfile } from "../../src/calibrate.js";
import { classicModel, estimateGpus as estimateFromObjects, type Estimate } from "../../src/core.js";
import { estimateGpus, predictServing, type ConstantsSource, type Parallelism, type Targets } from "../../src/index.js";
import { attempt } from "./attempt.js";
import type { Room } from "./rooms.js";
import type { Scenario } from "./scenarios.js";
import { timesOf, type Point, type Times } from "./sweep.js";
import type { Fleet } from "./truth.js";

/** GPUs that are bought, and how they are run. */
export interface Purchase extends Fleet {
  readonly status: "feasible";
  /** Null where nobody says. */
  readonly split: Parallelism | null;
  /** Requests that a replica runs at once at most. */
  readonly atOnce: number;
  /** Times that are promised, of the room's statistic; null where none are. */
  readonly times: Times | null;
}

/** What a sizer says: a purchase, that nothing will do, or the code of an error. */
export type Answer =
  Purchase | { readonly status: "infeasible" } | { readonly status: "refused"; readonly code: string };

/** What the estimate is told beside the question. */
export interface Buying {
  readonly confidence?: number | "expected";
  readonly profile?: EngineProfile;
  /** True where the targets are to hold in steady service only. */
  readonly steady?: boolean;
}

/** `estimateGpus` over the sizes that were measured. */
export function buy(scenario: Scenario, { confidence, profile, steady = false }: Buying = {}): Answer {
  const { room, requestsInFlight, limits } = scenario;
  const of = (seconds: number): number | { readonly p50: number } =>
    room.statistic === "mean" ? seconds : { p50: seconds };
  const { tpot, ttft, request } = limits;
  const targets: Targets = {
    ...(tpot === undefined ? {} : { tpot: of(tpot) }),
    ...(ttft === undefined ? {} : { ttft: of(ttft) }),
    ...(request === undefined ? {} : { tokensPerSecond: room.outputTokens / request }),
    // What is measured are load tests.
    ...(steady ? {} : { acceptance: { equalLengths: room.equalLengths } }),
  };
  return answered(room, () =>
    estimateGpus(
      {
        ...room.served,
        workload: workloadOf(room, requestsInFlight),
        targets,
        ...(profile === undefined ? {} : { profile }),
      },
      { search: { gpusPerReplica: room.sizes }, ...(confidence === undefined ? {} : { confidence }) },
    ),
  );
}

/** The classic model knows the speed of whole requests, and the wait. */
export function buyByClassic({
  room,
  requestsInFlight,
  limits: { tpot = Number.NaN, ttft, request },
}: Scenario): Answer {
  const { model, gpu, precision } = room.served;
  const tokensPerSecond = room.outputTokens / (request ?? timesOf(tpot, ttft ?? Number.NaN, room.outputTokens).request);
  const targets = { tokensPerSecond, ...(ttft === undefined ? {} : { waitSeconds: ttft }) };
  return answered(room, () =>
    estimateFromObjects(
      { model, gpu, precision, workload: workloadOf(room, requestsInFlight), targets },
      { performance: classicModel(), search: { gpusPerReplica: room.sizes } },
    ),
  );
}

const workloadOf = (
  { inputTokens, outputTokens }: Room,
  requestsInFlight: number,
): { readonly requestsInFlight: number; readonly inputTokens: number; readonly outputTokens: number } => ({
  requestsInFlight,
  inputTokens,
  outputTokens,
});

function answered({ statistic }: Room, estimateOf: () => Estimate): Answer {
  const { value: estimate, code } = attempt(estimateOf);
  if (estimate === null) return { status: "refused", code };
  if (estimate.status === "infeasible") return { status: "infeasible" };
  const { gpus, gpusPerReplica, replicas, plan, maxBatchSize, waiting } = estimate;
  const times =
    waiting?.stable === true
      ? {
          tpot: waiting.tpotSeconds[statistic],
          ttft: waiting.ttftSeconds[statistic],
          request: waiting.e2eSeconds[statistic],
        }
      : null;
  const split =
    plan === null ? null : { tensor: plan.tensor, pipeline: plan.pipeline, data: plan.data, expert: plan.expert };
  return {
    status: "feasible",
    gpus,
    gpusPerReplica,
    replicas,
    split,
    atOnce: maxBatchSize * (split?.data ?? 1),
    times,
  };
}

/** `predictServing` of a closed loop on a split, as a load test sees it. */
export function predictLoop(
  room: Room,
  split: Parallelism,
  requestsInFlight: number,
  { profile }: Pick<Buying, "profile"> = {},
): Times {
  const { served, inputTokens, outputTokens, equalLengths } = room;
  const { tpotSeconds, ttftSeconds, e2eSeconds } = predictServing({
    ...served,
    parallelism: split,
    load: { kind: "closed-loop", requestsInFlight, equalLengths },
    inputTokens,
    outputTokens,
    ...(profile === undefined ? {} : { profile }),
  });
  return {
    tpot: tpotSeconds,
    ttft: ttftSeconds ?? Number.POSITIVE_INFINITY,
    request: e2eSeconds ?? Number.POSITIVE_INFINITY,
  };
}

/** `calibrate` on points of one split. */
export function profileOf(
  { served, inputTokens, outputTokens, equalLengths, statistic }: Room,
  parallelism: Parallelism,
  points: readonly Point[],
): EngineProfile {
  const observations = points.map(({ requestsInFlight, ttft, tpot, completed }) => ({
    source: { tool: "plain" } as const,
    concurrency: requestsInFlight,
    arrivals: "sustained" as const,
    inputTokens,
    outputTokens,
    statistic: statistic === "mean" ? ("mean" as const) : ("median" as const),
    ttftSeconds: ttft,
    tpotSeconds: tpot,
    ...(completed === null ? {} : { completed }),
    derived: [],
  }));
  return calibrate(observations, { created: "2026-11-29", ...served, parallelism, equalLengths }).profile;
}

/** Where the least certain constant of a room's first sweep comes from; null where it is not predicted. */
export const sourceOf = ({ served, inputTokens, outputTokens, sweeps }: Room): ConstantsSource | null =>
  attempt(
    () =>
      predictServing({
        ...served,
        parallelism: sweeps[0]?.split ?? {},
        load: { kind: "closed-loop", requestsInFlight: 1 },
        inputTokens,
        outputTokens,
      }).source,
  ).value;
