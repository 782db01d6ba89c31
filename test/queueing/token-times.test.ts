import { describe, expect, test } from "vitest";
import type { DelayLaw } from "../../src/queueing/delay-law.js";
import { NODE_WEIGHTS } from "../../src/queueing/length-nodes.js";
import type { ReplicaCurve } from "../../src/queueing/replica-curve.js";
import { tokenDelays, tokenTimes } from "../../src/queueing/token-times.js";
import { lengthsOf } from "./curves.js";

/** Steps of 10 ms, tokens of 20 ms beside three others: half a prompt comes in the time of a token. */
const curve: ReplicaCurve = {
  slots: 4,
  stepSeconds: () => 0.01,
  tokenSeconds: (running) => (running < 4 ? 0.01 : 0.02),
  residenceSeconds: () => 0.12,
  readingSeconds: () => 0.03,
  delaySeconds: () => 0,
};
const reading = { meanSeconds: 0.02, excessSeconds: 0, squaredCv: 0.25, nodeSeconds: [] };
const lawOf = (outputTokens: number, changes: Partial<ReplicaCurve> = {}, running = 4): DelayLaw | undefined =>
  tokenDelays({ ...curve, ...changes }, reading, lengthsOf(1, outputTokens).output)(running)[0];
const near = ({ share, leastSeconds, spreadSeconds }: DelayLaw): DelayLaw => ({
  share: expect.closeTo(share, 9) as number,
  leastSeconds: expect.closeTo(leastSeconds, 9) as number,
  spreadSeconds: expect.closeTo(spreadSeconds, 9) as number,
});

describe("the delay of the tokens of a request", () => {
  test("varies by the prompts that come while it writes", () => {
    // 50 prompts in 100 tokens: 1.25 / 50 x 2^2 = 0.1.
    const spreadSeconds = 0.01 * Math.sqrt(0.1);
    expect(lawOf(101)).toEqual(near({ share: 1, leastSeconds: 0.01 - spreadSeconds, spreadSeconds }));
  });

  test("varies by one prompt a step at most", () => {
    // Two prompts a token count as one: 1.25 / 100 x 2^2.
    const spreadSeconds = 0.01 * Math.sqrt(0.05);
    expect(lawOf(101, { residenceSeconds: () => 0.03 })).toEqual(
      near({ share: 1, leastSeconds: 0.01 - spreadSeconds, spreadSeconds }),
    );
  });

  test("is met by half of the shortest outputs: a squared variation of three, no more", () => {
    expect(lawOf(1)).toEqual(near({ share: 0.5, leastSeconds: 0, spreadSeconds: 0.02 }));
    // 1.25 / 2.5 x 2^2 = 2 of six tokens.
    expect(lawOf(6)).toEqual(near({ share: 2 / 3, leastSeconds: 0, spreadSeconds: 0.015 }));
  });

  test("is none without others, and the same for all where steps are longer by themselves", () => {
    expect(lawOf(101, {}, 1)).toEqual({ share: 0, leastSeconds: 0, spreadSeconds: 0 });
    expect(lawOf(101, { tokenSeconds: () => 0.02 }, 1)).toEqual({ share: 1, leastSeconds: 0.01, spreadSeconds: 0 });
  });
});

test("a mean pace below a step is the least of a token", () => {
  const { mean, p50, p99 } = tokenTimes(
    0.01,
    0.02,
    NODE_WEIGHTS.map(() => ({ share: 1, leastSeconds: 0, spreadSeconds: 0 })),
  );
  expect([mean, p50, p99]).toEqual([0.01, expect.closeTo(0.01, 6), expect.closeTo(0.01, 6)]);
});
