/**
 * Replays a log of real requests through vLLM in the simulation, by the engine model's own clock and by the law
 * t = a + b n + c p + d K fitted to the log, and prints how far the times are from the measured ones.
 *
 *     npm run simulate:log [-- --docs]
 *
 * `--docs` writes the table into docs/simulate.md.
 */
import { nelderMead } from "../../src/minimizers/index.js";
import { writeTables } from "../tables-in-docs.js";
import { engineReplica, lawReplica, logMarkdown, measured, replay, timesOf, type Times } from "./replay-log.js";

const FIGURES = Object.keys(measured) as (keyof Times)[];

/** Mean squared relative error of the figures. */
function distance(x: readonly number[]): number {
  const times = timesOf(replay(lawReplica(x)));
  return FIGURES.reduce((sum, name) => sum + (times[name] / measured[name] - 1) ** 2, 0) / FIGURES.length;
}

// From about what the times between tokens alone come to: much else does nearly as well, with less for a request and more for its cache.
const fitted = nelderMead({ xTolerance: 1e-3, valueTolerance: 1e-9, maxEvaluations: 800, restarts: 1 })({
  objective: distance,
  start: [13.4, 53, 37, 61],
  bounds: [
    [0.1, 100],
    [0, 1000],
    [0, 1000],
    [0, 1000],
  ],
});
const [a, b, c, d] = fitted.x;
console.log(
  `fitted law: a ${a?.toFixed(2)} ms, b ${b?.toFixed(1)} us, c ${c?.toFixed(1)} us/token, d ${d?.toFixed(1)} ns/token (${fitted.evaluations} replays)`,
);

const table = logMarkdown(timesOf(replay(engineReplica())), timesOf(replay(lawReplica(fitted.x))));
console.log(table);
if (process.argv.includes("--docs")) writeTables(new URL("../../docs/simulate.md", import.meta.url), { log: table });
