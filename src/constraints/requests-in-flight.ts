import { isPoolingModel } from "../catalog/model.js";
import { checkObject } from "../internal/check.js";
import type { Decision } from "../performance/decision.js";
import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import type { Waiting } from "../queueing/fleet-waiting.js";
import { checkScenario, type Scenario } from "../deployment/scenario.js";
import { clientsOf, sourceOf } from "../workload/loads.js";

/** R where it is given: of clients who never pause; null where it follows from the answers. */
export const requestsGiven = ({ workload }: Scenario): number | null => clientsOf(sourceOf(workload.arrivals));

/**
 * What requests meet in a deployment whose load depends on its answers, or comes by itself.
 *
 * @param performance - a model that knows waiting, where the workload is of users who think or of a rate.
 * @param decision - what is bought and how it is run.
 * @param scenario - what is given.
 * @returns waits and occupancy; null where the requests in flight are given, and Little's law says all.
 */
export function waitingOf(performance: PerformanceModel, decision: Decision, scenario: Scenario): Waiting | null {
  const { waiting } = checkedPerformance(performance);
  if (waiting === undefined || followsFromLittle(checkScenario(scenario))) return null;
  const answer = waiting(decision, scenario);
  checkObject(answer, "performance.waiting");
  return answer;
}

/** Where the requests in flight are given, the mean of a steady loop does: not that of a load test, nor of a pass that is under way. */
const followsFromLittle = (scenario: Scenario): boolean =>
  requestsGiven(scenario) !== null && !isPoolingModel(scenario.model) && scenario.targets.acceptance === undefined;

/**
 * R: requests in the system at once, running and waiting, mean: those that are given; or the fixed point of load and response
 * time; infinite when more come than can be answered.
 *
 * @param performance - a model that knows waiting, where the workload is of users who think or of a rate.
 * @param decision - what is bought and how it is run; Q is not looked at.
 * @param scenario - what is given.
 * @returns requests, > 0.
 */
export function requestsInFlight(performance: PerformanceModel, decision: Decision, scenario: Scenario): number {
  const given = requestsGiven(checkScenario(scenario));
  if (given !== null) return given;
  const waiting = waitingOf(performance, decision, scenario);
  return waiting?.stable === true ? waiting.inFlight : Number.POSITIVE_INFINITY;
}
