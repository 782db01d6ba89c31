import { median } from "../../internal/median.js";
import { kneeOf, type Knee } from "./knee.js";
import { shown } from "./quantities.js";
import { deploymentOf, type Check, type Warning } from "./sweep.js";

/** Connections that aiohttp (`TCPConnector(limit=100)`) and httpx (`max_connections=100`) open at most by default. */
const DEFAULT_CONNECTIONS = 100;
/** Scatter of knees of one and the same cap; the estimates of single sweeps agree that well. */
const SAME = 0.1;

/**
 * Slot limits that are not the GPU's: at the default number of connections of the usual HTTP clients, or the same on
 * deployments that have nothing else in common.
 */
export const checkClientCap: Check = (_, sweeps) => {
  const knees = sweeps.map(kneeOf).filter((knee) => knee !== null);
  const atDefault = knees.filter(({ slots }) => Math.abs(slots / DEFAULT_CONNECTIONS - 1) <= SAME);
  const others = knees.filter((knee) => !atDefault.includes(knee));
  return [
    ...(atDefault.length > 0
      ? [
          warning(
            atDefault,
            `the default number of connections of HTTP clients is ${DEFAULT_CONNECTIONS}: the client was the limit, not the engine`,
          ),
        ]
      : []),
    ...(areTheSameEverywhere(others)
      ? [
          warning(
            others,
            "different deployments have the same limit: it is the client's, or a setting, not what the memory holds",
          ),
        ]
      : []),
  ];
};

function areTheSameEverywhere(knees: readonly Knee[]): boolean {
  const deployments = new Set(
    knees.flatMap(({ sweep }) => sweep.slice(0, 1).map(({ observation }) => deploymentOf(observation))),
  );
  if (deployments.size < 2) return false;
  const middle = median(knees.map(({ slots }) => slots));
  return knees.every(({ slots }) => Math.abs(slots / middle - 1) <= SAME);
}

function warning(knees: readonly Knee[], reason: string): Warning {
  const slots = median(knees.map((knee) => knee.slots));
  return {
    code: "client-cap",
    message: `about ${shown(slots)} requests were served at once at most in ${knees.length} sweep${knees.length > 1 ? "s" : ""}; ${reason}`,
    evidence: { slots, sweeps: knees.length },
    observations: knees.flatMap((knee) => knee.observations),
  };
}
