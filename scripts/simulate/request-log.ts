/**
 * Replays a log of real requests through vLLM in the simulation, by the engine model's own clock and by the law
 * t = a + b n + c p + d K fitted to the log, and prints how far the times are from the measured ones.
 *
 *     npm run simulate:log
 */
import { nelderMead } from "../../src/minimizers/index.js";
import { engineReplica, lawReplica, measured, replay, timesOf, type Times } from "./replay-log.js";

const FIGURES = Object.keys(measured) as (keyof Times)[];

/** Mean squared relative error of the figures. */
function distance(x: readonly number[]): number {
  const times = timesOf(replay(lawReplica(x)));
  return FIGURES.reduce((sum, name) => sum + (times[name] / measured[name] - 1) ** 2, 0) / FIGURES.length;
}

const fitted = nelderMead({ xTolerance: 1e-3, valueTolerance: 1e-9, maxEvaluations: 800, restarts: 1 })({ objective: distance, start: [13, 50, 40, 60], bounds: [[0.1, 100], [0, 1000], [0, 1000], [0, 1000]] });
const [a, b, c, d] = fitted.x;
console.log(`fitted law: a ${a?.toFixed(2)} ms, b ${b?.toFixed(1)} us, c ${c?.toFixed(1)} us/token, d ${d?.toFixed(1)} ns/token (${fitted.evaluations} replays)`);

const runs = { "engine model": timesOf(replay(engineReplica())), "fitted law": timesOf(replay(lawReplica(fitted.x))) };
console.log(`${"".padEnd(14)}${"measured".padStart(10)}${Object.keys(runs).map((name) => name.padStart(22)).join("")}`);
for (const name of FIGURES) {
  const cells = Object.values(runs).map((times) => `${times[name].toFixed(4)} (${(100 * (times[name] / measured[name] - 1)).toFixed(1)} %)`.padStart(22));
  console.log(`${name.padEnd(14)}${measured[name].toFixed(4).padStart(10)}${cells.join("")}`);
}
