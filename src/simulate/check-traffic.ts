import { checkBetween, checkInteger, checkObject } from "../internal/check.js";
import type { Arrivals } from "../workload/arrivals.js";
import { checkArrivals } from "../workload/check-arrivals.js";
import { checkDistribution } from "../workload/length-distribution.js";
import { MOST_CACHED, MOST_TRACED } from "../workload/limits.js";
import type { DrawnRequests, Traffic } from "./traffic.js";

const DRAWN: readonly (keyof DrawnRequests)[] = ["requests", "input", "output", "sharedTokens", "cachedShare", "maxOutputTokens"];
const KINDS: readonly Arrivals["kind"][] = ["trace", "open", "users", "closed-loop", "burst", "static-batch"];

/** Refuses traffic that cannot be sent: of users and clients there are whole ones. */
export function checkTraffic(traffic: Traffic): void {
  const fields = checkObject(traffic, "traffic");
  if (traffic.kind === "trace") {
    checkArrivals(traffic, "traffic", KINDS);
    return;
  }
  const { kind } = traffic;
  const ownRequests = kind === "burst" || kind === "static-batch";
  const arrivals = Object.fromEntries(Object.entries(fields).filter(([name]) => !(DRAWN as readonly string[]).includes(name) || (name === "requests" && ownRequests)));
  checkArrivals(arrivals, "traffic", KINDS);
  checkDrawn(traffic);
  if (kind === "users") checkBetween(checkInteger(traffic.users, "traffic.users", 1), "traffic.users", 1, MOST_TRACED);
  if (kind === "closed-loop") checkInteger(traffic.requestsInFlight, "traffic.requestsInFlight", 1);
}

function checkDrawn({ requests, input, output, sharedTokens, cachedShare, maxOutputTokens }: DrawnRequests): void {
  checkBetween(checkInteger(requests, "traffic.requests", 1), "traffic.requests", 1, MOST_TRACED);
  for (const [name, lengths] of Object.entries({ input, output })) checkDistribution(lengths, `traffic.${name}`);
  if (sharedTokens !== undefined) checkInteger(sharedTokens, "traffic.sharedTokens", 0);
  if (cachedShare !== undefined) checkBetween(cachedShare, "traffic.cachedShare", 0, MOST_CACHED);
  if (maxOutputTokens !== undefined) checkInteger(maxOutputTokens, "traffic.maxOutputTokens", 1);
}
