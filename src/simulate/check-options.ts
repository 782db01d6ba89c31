import { InfrascaleError } from "../errors.js";
import { checkBetween, checkBoolean, checkFunction, checkInteger, checkKeys, checkNonNegative, checkObject, checkOneOf, checkPositive } from "../internal/check.js";
import { checkTraffic } from "./check-traffic.js";
import type { RequestTargets, SimulatedCache, SimulationOptions } from "./options.js";
import type { BlockCache, ReplicaSettings } from "./replica.js";
import type { Traffic } from "./traffic.js";
import { ROUTINGS, type Routing } from "../workload/routing.js";

const MOST_REPLICAS = 1e5;
const MOST_BLOCK_TOKENS = 1e7;
const MOST_WARM_UP = 0.99;
const WARM_UP_SHARE = 0.1;
const MOST_DEFAULT_WARM_UP = 0.5;

/** Options with everything that they leave open filled in. */
export interface CheckedOptions extends Pick<SimulationOptions, "replicas" | "traffic"> {
  readonly settings: ReplicaSettings;
  readonly routing: Routing;
  readonly seed: number;
  readonly warmUpShare: number;
  readonly targets: RequestTargets;
  readonly timeSeriesSeconds: number | undefined;
  readonly onProgress: SimulationOptions["onProgress"];
}

/** Refuses what is wrong, and fills in what options leave open. */
export function checkOptions(options: SimulationOptions): CheckedOptions {
  checkKeys(checkObject(options, "options"), "options", ["clock", "replicas", "routing", "slots", "maxBatchedTokens", "kv", "traffic", "seed", "warmUpShare", "targets", "timeSeriesSeconds", "onProgress"]);
  const { clock, traffic, onProgress } = options;
  checkFunction(checkObject(clock, "clock")["decodingSeconds"], "clock.decodingSeconds");
  const slots = checkInteger(options.slots, "slots", 1);
  if (onProgress !== undefined) checkFunction(onProgress, "onProgress");
  checkTraffic(traffic);
  return {
    // A step has room for a token of everything that decodes, and for a prompt when not all do.
    settings: { clock, slots, maxBatchedTokens: checkInteger(options.maxBatchedTokens, "maxBatchedTokens", slots), cache: checkCache(options.kv) },
    replicas: checkBetween(checkInteger(options.replicas, "replicas", 1), "replicas", 1, MOST_REPLICAS),
    routing: checkOneOf(options.routing ?? "round-robin", "routing", ROUTINGS),
    traffic,
    seed: checkInteger(options.seed ?? 1, "seed", 0),
    warmUpShare: checkBetween(options.warmUpShare ?? defaultWarmUp(traffic), "warmUpShare", 0, MOST_WARM_UP),
    targets: checkTargets(options.targets),
    timeSeriesSeconds: options.timeSeriesSeconds === undefined ? undefined : checkPositive(options.timeSeriesSeconds, "timeSeriesSeconds"),
    onProgress,
  };
}

/** The clients of a closed loop begin together: until each has been answered, the fleet is as they found it. */
function defaultWarmUp(traffic: Traffic): number {
  switch (traffic.kind) {
    case "burst":
      return 0;
    case "users":
      return Math.max(WARM_UP_SHARE, Math.min(MOST_DEFAULT_WARM_UP, traffic.users / traffic.requests));
    case "closed-loop":
      return Math.max(WARM_UP_SHARE, Math.min(MOST_DEFAULT_WARM_UP, traffic.requestsInFlight / traffic.requests));
    default:
      return WARM_UP_SHARE;
  }
}

function checkCache(cache: SimulatedCache | undefined): BlockCache {
  if (cache === undefined) return { blocks: Infinity, blockTokens: 1, requestBlocks: 0, reservesAnswer: true };
  checkKeys(checkObject(cache, "kv"), "kv", ["blocks", "blockTokens", "requestBlocks", "reservesAnswer"]);
  const { reservesAnswer = false } = cache;
  checkBoolean(reservesAnswer, "kv.reservesAnswer");
  return {
    blocks: checkInteger(cache.blocks, "kv.blocks", 1),
    blockTokens: checkBetween(checkInteger(cache.blockTokens, "kv.blockTokens", 1), "kv.blockTokens", 1, MOST_BLOCK_TOKENS),
    requestBlocks: checkInteger(cache.requestBlocks ?? 0, "kv.requestBlocks", 0),
    reservesAnswer,
  };
}

function checkTargets(targets: RequestTargets | undefined): RequestTargets {
  if (targets === undefined) return {};
  const fields = checkObject(targets, "targets");
  checkKeys(fields, "targets", ["waitSeconds", "ttftSeconds", "tpotSeconds", "requestSeconds"]);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === "waitSeconds") checkNonNegative(value, `targets.${name}`);
    else checkPositive(value, `targets.${name}`);
  }
  if (Object.values(fields).every((value) => value === undefined))
    throw new InfrascaleError({ code: "missing-target", field: "targets", rule: "must name a limit", value: "none" });
  return targets;
}
