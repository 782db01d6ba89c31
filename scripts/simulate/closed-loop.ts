/**
 * Simulates closed loops and prints how far throughput, time per output token and time to the first token are from the
 * closed form of `predictServing`.
 *
 *     npm run simulate:loop
 */
import { compareLoop, LOOP_CASES } from "./closed-loop-cases.js";

console.log("model            gpu   engine        split      clients  in/out        req/s   tpot ms  ttft ms | simulated / predicted: req/s  tpot  ttft");
for (const loop of LOOP_CASES) {
  const { predicted, throughput, tpot, ttft, simulated } = compareLoop(loop);
  const split = Object.entries(loop.parallelism ?? {}).map(([name, size]) => `${name[0]}${size}`).join(" ");
  console.log(
    loop.model.padEnd(16), loop.gpu.padEnd(5), loop.engine.padEnd(13), (split + (loop.speculation === undefined ? "" : "spec")).padEnd(10), String(loop.clients).padStart(7),
    `${loop.inputTokens}/${loop.outputTokens}`.padStart(11), predicted.requestsPerSecond.toFixed(2).padStart(8), (1000 * predicted.tpotSeconds).toFixed(2).padStart(8), (1000 * predicted.serviceTtftSeconds).toFixed(1).padStart(8),
    "|", throughput.toFixed(3), tpot.toFixed(3), ttft.toFixed(3), simulated.preemptions > 0 ? `${simulated.preemptions} preemptions` : "",
  );
}
