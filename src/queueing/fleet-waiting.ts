import type { Distribution } from "./distribution.js";
import type { ReplayReason } from "./replay-reasons.js";
import type { RequestTimes } from "./request-times.js";

/** What is known whether or not the fleet keeps up. */
export interface FleetLoad {
  /** Requests that come over requests that the fleet can serve. */
  readonly utilisation: number;
  /** Requests per second of the fleet with every slot busy. */
  readonly capacityPerSecond: number;
  /** True where the formulas are rough: replay the traffic in a simulation before you decide. */
  readonly needsReplay: boolean;
  /** Why. */
  readonly reasons: readonly ReplayReason[];
}

/** A fleet that keeps up with its load. */
export interface StableWaiting extends FleetLoad {
  /** More can be served than comes. */
  readonly stable: true;
  /** Requests per second served by the fleet. */
  readonly requestsPerSecond: number;
  /** Mean requests in slots, of the fleet. */
  readonly running: number;
  /** Mean requests that wait for a slot. */
  readonly waiting: number;
  /** Mean requests sent and not yet answered. */
  readonly inFlight: number;
  /** For a slot. */
  readonly queueSeconds: Distribution;
  /** From sending to the first token. */
  readonly ttftSeconds: Distribution;
  /** Between two tokens, mean of a request. */
  readonly tpotSeconds: Distribution;
  /** In a slot. */
  readonly residenceSeconds: Distribution;
  /** From sending to the last token. */
  readonly e2eSeconds: Distribution;
}

/** A fleet to which more comes than it can serve: its queue grows for as long as that lasts. */
export interface UnstableWaiting extends FleetLoad {
  /** More comes than can be served. */
  readonly stable: false;
}

/** How long requests wait, or that they wait longer and longer. */
export type Waiting = StableWaiting | UnstableWaiting;

/** What makes each time, when it is first read. */
export type Times = Pick<RequestTimes, "wait" | "ttft" | "tpot" | "residence" | "request">;

/** Rates and numbers with times that are worked out when they are first read: a search reads one or two of them. */
export function withTimes(
  rates: Omit<
    StableWaiting,
    "stable" | "queueSeconds" | "ttftSeconds" | "tpotSeconds" | "residenceSeconds" | "e2eSeconds"
  >,
  times: Times,
): StableWaiting {
  let wait: Distribution | undefined;
  let ttft: Distribution | undefined;
  let tpot: Distribution | undefined;
  let residence: Distribution | undefined;
  let request: Distribution | undefined;
  return {
    stable: true,
    utilisation: rates.utilisation,
    capacityPerSecond: rates.capacityPerSecond,
    requestsPerSecond: rates.requestsPerSecond,
    running: rates.running,
    waiting: rates.waiting,
    inFlight: rates.inFlight,
    get queueSeconds() {
      return (wait ??= times.wait());
    },
    get ttftSeconds() {
      return (ttft ??= times.ttft());
    },
    get tpotSeconds() {
      return (tpot ??= times.tpot());
    },
    get residenceSeconds() {
      return (residence ??= times.residence());
    },
    get e2eSeconds() {
      return (request ??= times.request());
    },
    needsReplay: rates.needsReplay,
    reasons: rates.reasons,
  };
}
