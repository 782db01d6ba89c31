import { expect, it } from "vitest";
import { compareLoop, LOOP_CASES } from "../../scripts/simulate/closed-loop-cases.js";

/** `npm run simulate:loop` prints them all. */
for (const loop of LOOP_CASES) {
  const { model, gpu, engine, clients, inputTokens, outputTokens, parallelism = {} } = loop;
  it(`${model} on ${gpu}, ${engine}, ${JSON.stringify(parallelism)}, ${clients} clients, ${inputTokens}/${outputTokens}: the closed form's rate and speed`, () => {
    const { throughput, tpot, ttft, simulated } = compareLoop(loop);
    expect(Math.abs(throughput - 1)).toBeLessThan(0.03);
    expect(Math.abs(tpot - 1)).toBeLessThan(0.03);
    // The closed form has no queue of prompts: where reading takes most of the time, first tokens come later.
    expect(ttft).toBeGreaterThan(0.96);
    expect(ttft).toBeLessThan(1.3);
    expect(simulated.rejected).toBe(0);
  });
}
