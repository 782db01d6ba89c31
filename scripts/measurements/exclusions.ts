import { FLAGS } from "../../src/measurements/flags.js";
import { FLAG_REASONS } from "./flag-reasons.js";
import { firstTokenSeconds, secondsPerToken } from "./measured.js";
import { beatsComputeRoofline, beatsMemoryRoofline, beatsThroughputRoofline } from "./roofline.js";
import { waitsForSlots } from "./slot-queue.js";
import { stalls } from "./stalls.js";
import type { TableRow } from "./table-row.js";
import { hasContradictingTwin } from "./twins.js";

/** A rule that keeps rows out of the fit. */
export interface ExclusionRule {
  readonly id: string;
  /** What the rule makes useless: the whole row, its time to the first token, or its rate. */
  readonly quantities: "all" | "first-token" | "rate";
  /** Why, physically. */
  readonly reason: string;
  readonly excludes: (row: TableRow, family: string, table: readonly TableRow[]) => boolean;
}

/** The client of these load tests opened no more connections (see the notes of its files). */
const INFRASCALE_CLIENT_CONNECTIONS = 100;
const MOST_FAILED_PERCENT = 1;

/** All rules of the fit: a flag of the tables, or a physical reason that the row itself shows. */
export const EXCLUSION_RULES: readonly ExclusionRule[] = [
  ...FLAGS.map((flag): ExclusionRule => ({
    id: flag,
    quantities: "all",
    reason: FLAG_REASONS[flag],
    excludes: ({ flags }) => flags.includes(flag),
  })),
  {
    id: "memory roofline",
    quantities: "all",
    reason: "a token came sooner than the GPUs can read the weights that it goes through once, at their peak bandwidth",
    excludes: beatsMemoryRoofline,
  },
  {
    id: "compute roofline",
    quantities: "first-token",
    reason:
      "the first token came sooner than all GPUs can multiply the prompt with the weights, at the peak of their fastest format: parts of the prompt were cached",
    excludes: beatsComputeRoofline,
  },
  {
    id: "throughput roofline",
    quantities: "all",
    reason:
      "the stated requests in flight would have sent more prompts through the stated GPUs than these can multiply at their peak: there were more GPUs, or fewer requests",
    excludes: beatsThroughputRoofline,
  },
  {
    id: "client limit",
    quantities: "all",
    reason: `the client held at most ${INFRASCALE_CLIENT_CONNECTIONS} requests open: above that its own queue was measured`,
    excludes: ({ load }, family) =>
      family === "infrascale" && load.kind === "closed-loop" && load.requestsInFlight > INFRASCALE_CLIENT_CONNECTIONS,
  },
  {
    id: "failed requests",
    quantities: "all",
    reason: `more than ${MOST_FAILED_PERCENT} % of the requests failed: those that ended are not a fair sample`,
    excludes: ({ failedPercent }) => failedPercent !== null && failedPercent > MOST_FAILED_PERCENT,
  },
  {
    id: "unstated limit",
    quantities: "all",
    reason:
      "requests of a closed loop waited longer for their first token than they then ran: the engine ran fewer than the load, by a limit that the row does not state",
    excludes: ({ load, measured, lengths, maxNumSeqs }) => {
      const first = firstTokenSeconds(measured);
      const token = secondsPerToken(measured);
      return (
        load.kind === "closed-loop" &&
        maxNumSeqs === null &&
        first !== null &&
        token !== null &&
        first > (lengths.outputTokens - 1) * token
      );
    },
  },
  {
    id: "contradicted by a twin",
    quantities: "all",
    reason:
      "another row of the table, the same but for a load that is no lighter, took less than half the time for a token: one of them had drafts, ranks or a load that it does not state",
    excludes: (row, _family, table) => hasContradictingTwin(row, table),
  },
  {
    id: "run without ends",
    quantities: "rate",
    reason:
      "the rate is of a whole run with its ramp, of which nothing is known but the mean number of requests that ran",
    excludes: (_, family) => family === "ml_energy",
  },
  {
    id: "offline queue",
    quantities: "first-token",
    reason: "all prompts wait at once: the time to the first token is the length of the queue",
    excludes: ({ load }) => load.kind === "burst",
  },
  {
    id: "engine queue",
    quantities: "first-token",
    reason: "more requests in flight than the engine runs at once: the time to the first token is mostly waiting",
    excludes: ({ load, maxNumSeqs }) =>
      load.kind === "closed-loop" && maxNumSeqs !== null && load.requestsInFlight > maxNumSeqs,
  },
  {
    id: "stalled engine",
    quantities: "first-token",
    reason:
      "over the loads of a sweep of the deployment first tokens leap and then stand still, or they fall: the engine compiled kernels while requests waited, and the mean is of that",
    excludes: (row, _family, table) => stalls(row, table),
  },
  {
    id: "assumed prompt",
    quantities: "first-token",
    reason: "the length of the prompts is not published: what reading them takes cannot be told",
    excludes: ({ lengths }) => lengths.assumed,
  },
  {
    id: "slot queue",
    quantities: "first-token",
    reason:
      "under the same load first tokens came later the longer the answers were: requests waited for others to end, at a limit that the rows do not state",
    excludes: (row, _family, table) => waitsForSlots(row, table),
  },
];

/** The rules that keep a row of a table out of the fit; none when it may be used whole. */
export const exclusionsOf = (
  row: TableRow,
  family: string,
  table: readonly TableRow[] = [],
): readonly ExclusionRule[] => EXCLUSION_RULES.filter(({ excludes }) => excludes(row, family, table));
