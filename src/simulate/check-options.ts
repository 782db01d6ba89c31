import { InfrascaleError } from "../errors.js";
import {
  checkBetween,
  checkBoolean,
  checkFunction,
  checkInteger,
  checkKeys,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkPositive,
} from "../internal/check.js";
import { checkFollowing, FOLLOWING, type Following } from "../internal/follow.js";
import type { StepClock } from "./clock.js";
import { checkTraffic } from "./check-traffic.js";
import type { BlockCache } from "./block-cache.js";
import type { RequestTargets, SimulatedCache, SimulationOptions } from "./options.js";
import type { ReplicaSettings } from "./replica-settings.js";
import { checkScheduler } from "./scheduler.js";
import { ROUTINGS, type Routing } from "../workload/routing.js";
import { runRule } from "../rules/run.js";

const MOST_REPLICAS = 1e5;
const MOST_BLOCK_TOKENS = 1e7;
const MOST_WARM_UP = 0.99;
const MOST_LANES = 4096;

/** Options with everything that they leave open filled in. */
export interface CheckedOptions extends Pick<SimulationOptions, "replicas" | "traffic"> {
  readonly settings: ReplicaSettings;
  readonly routing: Routing;
  readonly seed: number;
  readonly warmUpShare: number | undefined;
  readonly targets: RequestTargets;
  readonly timeSeriesSeconds: number | undefined;
  readonly following: Following;
}

/** Refuses what is wrong, and fills in what options leave open. */
export function checkOptions(options: SimulationOptions): CheckedOptions {
  checkKeys(checkObject(options, "options"), "options", [
    "clock",
    "scheduler",
    "replicas",
    "engines",
    "lanes",
    "stages",
    "routing",
    "slots",
    "maxBatchedTokens",
    "kv",
    "traffic",
    "seed",
    "warmUpShare",
    "targets",
    "timeSeriesSeconds",
    ...FOLLOWING,
  ]);
  const { clock, traffic } = options;
  const checkedClock = checkClock(clock);
  const slots = checkInteger(options.slots, "slots", 1);
  checkFollowing(options, "");
  checkTraffic(traffic);
  const scheduler = checkScheduler(options.scheduler ?? {});
  // A request that has room for a first chunk only gets the rest of it as others end, who have to decode meanwhile.
  if (scheduler.admission === "first-chunk" && !(clock.mixesPrompts && scheduler.chunksPrompts))
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "scheduler.admission",
      ...runRule("not-first-chunk"),
      value: scheduler.admission,
    });
  return {
    // A step has room for a token of everything that decodes, and for a prompt when not all do.
    settings: {
      clock: checkedClock,
      scheduler,
      engines: checkBetween(checkInteger(options.engines ?? 1, "engines", 1), "engines", 1, MOST_LANES),
      lanes: checkBetween(checkInteger(options.lanes ?? 1, "lanes", 1), "lanes", 1, MOST_LANES),
      stages: checkBetween(checkInteger(options.stages ?? 1, "stages", 1), "stages", 1, MOST_LANES),
      slots,
      maxBatchedTokens: checkInteger(options.maxBatchedTokens, "maxBatchedTokens", slots),
      cache: checkCache(options.kv),
    },
    replicas: checkBetween(checkInteger(options.replicas, "replicas", 1), "replicas", 1, MOST_REPLICAS),
    routing: checkOneOf(options.routing ?? "round-robin", "routing", ROUTINGS),
    traffic,
    seed: checkInteger(options.seed ?? 1, "seed", 0),
    warmUpShare:
      options.warmUpShare === undefined ? undefined : checkBetween(options.warmUpShare, "warmUpShare", 0, MOST_WARM_UP),
    targets: checkTargets(options.targets),
    timeSeriesSeconds:
      options.timeSeriesSeconds === undefined
        ? undefined
        : checkPositive(options.timeSeriesSeconds, "timeSeriesSeconds"),
    following: options,
  };
}

/** A clock that is asked step by step is checked step by step: a time that is no number would never pass. */
function checkClock(clock: StepClock): StepClock {
  const fields = checkObject(clock, "clock");
  for (const name of [
    "decodingSeconds",
    "straightUpTo",
    "prefillSeconds",
    "attentionSeconds",
    "firstTokenSeconds",
  ] as const)
    checkFunction(fields[name], `clock.${name}`);
  checkBoolean(fields["mixesPrompts"], "clock.mixesPrompts");
  const returned = (value: number, name: keyof StepClock, least: number, most: number): number => {
    if (typeof value !== "number" || !(value >= least && value <= most))
      throw new InfrascaleError({
        code: "not-a-number",
        field: `clock.${name}`,
        ...runRule("returns-between", { least, most }),
        value,
      });
    return value;
  };
  const seconds = (value: number, name: keyof StepClock): number => returned(value, name, 0, Number.MAX_VALUE);
  return {
    mixesPrompts: clock.mixesPrompts,
    decodingSeconds: (decoding, cached) => seconds(clock.decodingSeconds(decoding, cached), "decodingSeconds"),
    straightUpTo: (decoding, cached) =>
      returned(clock.straightUpTo(decoding, cached), "straightUpTo", cached, Infinity),
    prefillSeconds: (decoding, cached, prompt, attention, others) =>
      seconds(clock.prefillSeconds(decoding, cached, prompt, attention, others), "prefillSeconds"),
    attentionSeconds: (before, tokens) => seconds(clock.attentionSeconds(before, tokens), "attentionSeconds"),
    firstTokenSeconds: (decoding, cached, input, prefill) =>
      returned(
        clock.firstTokenSeconds(decoding, cached, input, prefill),
        "firstTokenSeconds",
        -Number.MAX_VALUE,
        Number.MAX_VALUE,
      ),
  };
}

function checkCache(cache: SimulatedCache | undefined): BlockCache {
  if (cache === undefined) return { blocks: Infinity, blockTokens: 1, requestBlocks: 0 };
  checkKeys(checkObject(cache, "kv"), "kv", ["blocks", "blockTokens", "requestBlocks"]);
  return {
    blocks: checkInteger(cache.blocks, "kv.blocks", 1),
    blockTokens: checkBetween(
      checkInteger(cache.blockTokens, "kv.blockTokens", 1),
      "kv.blockTokens",
      1,
      MOST_BLOCK_TOKENS,
    ),
    requestBlocks: checkInteger(cache.requestBlocks ?? 0, "kv.requestBlocks", 0),
  };
}

function checkTargets(targets: RequestTargets | undefined): RequestTargets {
  if (targets === undefined) return {};
  const fields = checkObject(targets, "targets");
  checkKeys(fields, "targets", ["queueSeconds", "ttftSeconds", "tpotSeconds", "e2eSeconds"]);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === "queueSeconds") checkNonNegative(value, `targets.${name}`);
    else checkPositive(value, `targets.${name}`);
  }
  if (Object.values(fields).every((value) => value === undefined))
    throw new InfrascaleError({ code: "missing-target", field: "targets", ...runRule("some-limit"), value: "none" });
  return targets;
}
