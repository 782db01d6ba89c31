import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { occupancy, uncachedTokens } from "../../../src/performance/serving/occupancy.js";
import { predictReplica } from "../../../src/performance/serving/predict-load.js";
import { secondsPerReading } from "../../../src/performance/serving/serving-times.js";
import { expectAtLeast, expectNear, lengths, predict, servingModel, timing } from "./fixtures.js";

const model = servingModel();
const cached = (prefixCacheHitRate: number) => ({ ...lengths, prefixCacheHitRate });

describe("the prefix cache", () => {
  it("leaves the rest of a prompt to be read, its last token at least", () => {
    expect(uncachedTokens(cached(0))).toBe(1000);
    expectNear(uncachedTokens(cached(0.75)), 250);
    // The last token's logits are in no cache.
    expect(uncachedTokens(cached(0.9999))).toBe(1);
  });

  it("shortens reading, not transfer and tokenizer, which see the whole prompt", () => {
    const { firstToken } = timing;
    const { serviceTtftSeconds, decode } = occupancy(model, 9, cached(0.75));
    const read = firstToken.prefillFactor * secondsPerReading(model, 250, 1, 8, 1100).seconds;
    expectNear(serviceTtftSeconds, read + firstToken.decodeSteps * (8 / 9) * decode.seconds + firstToken.fixedSeconds + firstToken.secondsPerToken * 1000);
  });

  it("shortens the interruptions by others, not the steps, which attend to the whole prompt", () => {
    const without = occupancy(model, 9, cached(0));
    const withCache = occupancy(model, 9, cached(0.75));
    expect(withCache.decode).toEqual(without.decode);
    expectNear(withCache.tpotSeconds - withCache.decode.seconds, (8 / 200) * (secondsPerReading(model, 250, 1, 8, 1100).seconds - without.decode.seconds));
  });

  it("shortens the common reading of a static batch", () => {
    const { ttftSeconds, prompt } = predictReplica(model, { kind: "static-batch", requests: 8 }, cached(0.75), 8);
    expectNear(ttftSeconds, secondsPerReading(model, 250, 8).seconds);
    expect(prompt).toEqual(secondsPerReading(model, 250, 1));
  });

  it("never makes anything slower the more it holds", () => {
    const rate = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 1, max: 200, noNaN: true }), (one, other, requestsInFlight) => {
        const at = (prefixCacheHitRate: number) => predict({ prefixCacheHitRate, load: { kind: "closed-loop", requestsInFlight } });
        const [less, more] = [at(Math.min(one, other)), at(Math.max(one, other))];
        expectAtLeast(less.ttftSeconds ?? NaN, more.ttftSeconds ?? NaN);
        expectAtLeast(less.tpotSeconds, more.tpotSeconds);
        expectAtLeast(more.requestsPerSecond, less.requestsPerSecond);
      }),
    );
  });

  it("holds nothing unless it is said", () => {
    expect(predict().prompt).toEqual(predict({ prefixCacheHitRate: 0 }).prompt);
    expect(predict({ prefixCacheHitRate: 0.5 }).prompt).toEqual(secondsPerReading(model, 500, 1, 15, 1100));
  });
});
