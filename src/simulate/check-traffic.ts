import { checkBetween, checkInteger, checkObject } from "../internal/check.js";
import { ARRIVALS, type Arrivals } from "../workload/arrivals.js";
import { sizeField, sizeOf, sourceOf } from "../workload/loads.js";
import { checkArrivals } from "../workload/check-arrivals.js";
import { checkDistribution } from "../workload/length-distribution.js";
import { MOST_CACHED, MOST_TRACED } from "../workload/limits.js";
import { checkColumns } from "./check-columns.js";
import type { DrawnRequests, Traffic } from "./traffic.js";

const DRAWN: readonly (keyof DrawnRequests)[] = [
  "requests",
  "input",
  "output",
  "sharedTokens",
  "cachedShare",
  "maxOutputTokens",
];

/** Refuses traffic that cannot be sent: of users and clients there are whole ones. */
export function checkTraffic(traffic: Traffic): void {
  const { kind } = checkObject(traffic, "traffic");
  checkArrivals(
    traffic,
    "traffic",
    Object.keys(ARRIVALS) as readonly Arrivals["kind"][],
    kind === "trace" ? [] : DRAWN,
  );
  if (traffic.kind === "trace") return checkColumns(traffic.requests, "traffic.requests");
  checkDrawn(traffic);
  if ("users" in sourceOf(traffic)) checkInteger(sizeOf(traffic), `traffic.${sizeField(traffic)}`, 1);
}

function checkDrawn({ requests, input, output, sharedTokens, cachedShare, maxOutputTokens }: DrawnRequests): void {
  checkBetween(checkInteger(requests, "traffic.requests", 1), "traffic.requests", 1, MOST_TRACED);
  checkDistribution(input, "traffic.input");
  checkDistribution(output, "traffic.output", 0);
  if (sharedTokens !== undefined) checkInteger(sharedTokens, "traffic.sharedTokens", 0);
  if (cachedShare !== undefined) checkBetween(cachedShare, "traffic.cachedShare", 0, MOST_CACHED);
  if (maxOutputTokens !== undefined)
    checkInteger(maxOutputTokens, "traffic.maxOutputTokens", output.mean === 0 ? 0 : 1);
}
