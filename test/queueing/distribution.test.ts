import { describe, expect, test } from "vitest";
import { delayQuantile } from "../../src/queueing/delay-law.js";
import {
  distributionOf,
  distributionOfTail,
  percentileOf,
  sumOf,
  type Distribution,
} from "../../src/queueing/distribution.js";
import { lengthNodes, nodeMean, nodeQuantile, nodeSquaredCv, NODE_WEIGHTS } from "../../src/queueing/length-nodes.js";
import { linearCurve } from "../../src/queueing/linear-curve.js";
import { promptReading } from "../../src/queueing/prompt-reading.js";
import { tokenDelays, tokenTimes } from "../../src/queueing/token-times.js";
import { lengthsOf } from "./curves.js";

const SHARES = [0.5, 0.9, 0.95, 0.99] as const;
const percentiles = ({ p50, p90, p95, p99 }: Distribution): readonly number[] => [p50, p90, p95, p99];
const expectNear = (found: readonly number[], wanted: readonly number[], share = 1e-6): void =>
  wanted.forEach((value, i) => expect(Math.abs((found[i] ?? NaN) / value - 1)).toBeLessThan(share));

describe("percentiles", () => {
  test("are worked out when they are read, each once", () => {
    const asked: number[] = [];
    const distribution = distributionOf(7, (share) => (asked.push(share), 10 * share));
    expect(asked).toEqual([]);
    expect([percentiles(distribution), percentiles(distribution)]).toEqual([
      [5, 9, 9.5, 9.9],
      [5, 9, 9.5, 9.9],
    ]);
    expect(asked).toEqual([0.5, 0.9, 0.95, 0.99]);
    expect([...SHARES, 0.3].map((share) => percentileOf(distribution, share))).toEqual([5, 9, 9.5, 9.9, 7]);
  });

  test("of an exponential tail are its logarithms, wherever the search begins", () => {
    for (const scale of [1e-3, 1, 4, 1e3])
      expectNear(
        percentiles(distributionOfTail(4, (t) => Math.exp(-t / 4), scale)),
        SHARES.map((share) => -4 * Math.log(1 - share)),
      );
  });

  test("of a tail that bends are where it is crossed", () => {
    // P(T > t) = 1 / (1 + t)^2.
    expectNear(
      percentiles(distributionOfTail(1, (t) => (1 + t) ** -2, 1)),
      SHARES.map((share) => (1 - share) ** -0.5 - 1),
    );
  });

  test("ask few times: about one straight line where the logarithm is straight, and halvings where the tail jumps", () => {
    const asked = (tail: (seconds: number) => number): number => {
      let times = 0;
      expect(distributionOfTail(4, (t) => ((times += 1), tail(t)), 4).p90).toBeGreaterThan(0);
      return times;
    };
    expect(asked((t) => Math.exp(-t / 4))).toBeLessThanOrEqual(4);
    expect(asked((t) => (t < 3 ? 1 : 0))).toBeLessThan(38);
  });

  test("of a time that does not vary are that time, and of two times these", () => {
    expectNear(percentiles(distributionOfTail(3, (t) => (t < 3 ? 1 : 0), 1)), [3, 3, 3, 3]);
    expectNear(percentiles(distributionOfTail(3, (t) => (t < 1 ? 1 : t < 30 ? 0.2 : 0), 1)), [1, 30, 30, 30]);
  });
});

describe("a sum of times", () => {
  const normal = (mean: number, deviation: number): Distribution =>
    distributionOf(
      mean,
      (share) => mean + deviation * ([0, 1.2816, 1.6449, 2.3263][SHARES.indexOf(share as 0.5)] ?? NaN),
    );

  test("of normal times is normal: variances add up", () => {
    expectNear(percentiles(sumOf(30, normal(10, 3), normal(20, 4))), percentiles(normal(30, 5)), 1e-12);
  });

  test("of one that varies and one that does not is the first, later; below the mean, too", () => {
    const skewed = distributionOf(10, (share) => 20 * share - 4);
    expectNear(
      percentiles(
        sumOf(
          12,
          skewed,
          distributionOf(2, () => 2),
        ),
      ),
      percentiles(skewed).map((value) => value + 2),
      1e-12,
    );
  });

  test("is no shorter than any of its parts", () => {
    const tailed = distributionOf(100, (share) => (share < 0.9 ? 5 : 400));
    expect([
      sumOf(
        90,
        tailed,
        distributionOf(2, () => 2),
      ).p50,
      sumOf(
        200,
        tailed,
        distributionOf(2, () => 2),
      ).p50,
    ]).toEqual([5, expect.closeTo(105, 9)]);
  });
});

describe("lengths that stand for all", () => {
  const nodes = lengthNodes(lengthsOf(1, { mean: 500, cv: 0.8 }).output);

  test("rise, weigh one together, and have the mean and the variation of the distribution, but for the far tail", () => {
    expect(NODE_WEIGHTS.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect([...nodes].sort((a, b) => a - b)).toEqual(nodes);
    expect(Math.abs(nodeMean(nodes) / 500 - 1)).toBeLessThan(0.01);
    expect(Math.abs(nodeSquaredCv(nodes) / 0.64 - 1)).toBeLessThan(0.1);
    expect([
      nodeMean(nodes.map(() => 3)),
      nodeSquaredCv(nodes.map(() => 3)),
      nodeSquaredCv(nodes.map(() => 0)),
    ]).toEqual([expect.closeTo(3, 12), expect.closeTo(0, 12), 0]);
  });

  test("are the same when asked again", () => {
    const { output } = lengthsOf(1, { mean: 100, cv: 1 });
    expect(lengthNodes(output)).toBe(lengthNodes(output));
  });

  test("have the quantile that their weights say", () => {
    const numbers = nodes.map((_, i) => i);
    const weightUpTo = (last: number): number =>
      NODE_WEIGHTS.slice(0, last + 1).reduce((sum, weight) => sum + weight, 0);
    for (const i of [0, 3, 7, 12])
      expect([nodeQuantile(numbers, weightUpTo(i) - 1e-9), nodeQuantile(numbers, weightUpTo(i) + 1e-9)]).toEqual([
        i,
        i + 1,
      ]);
    expect([nodeQuantile(numbers, 0), nodeQuantile(numbers, 1)]).toEqual([0, nodes.length - 1]);
  });
});

describe("reading a prompt", () => {
  const curve = {
    stepSeconds: (n: number) => 0.01 * n,
    readingSeconds: (n: number, tokens: number) => 0.01 * n + 1e-4 * tokens,
  };

  test("of one length takes one time", () => {
    const { meanSeconds, excessSeconds, squaredCv, nodeSeconds } = promptReading(curve, lengthsOf(500, 1).input, 3);
    expect([meanSeconds, excessSeconds, squaredCv, nodeSeconds.length]).toEqual([
      expect.closeTo(0.05, 12),
      0,
      0,
      NODE_WEIGHTS.length,
    ]);
    expectNear(
      nodeSeconds,
      nodeSeconds.map(() => 0.05),
      1e-9,
    );
  });

  test("of two lengths takes two times", () => {
    const { meanSeconds, squaredCv, nodeSeconds } = promptReading(curve, lengthsOf({ values: [100, 900] }, 1).input, 3);
    expectNear(
      nodeSeconds,
      nodeSeconds.map((_, node) => (node < NODE_WEIGHTS.length / 2 ? 0.01 : 0.09)),
      1e-9,
    );
    expect([meanSeconds, squaredCv]).toEqual([expect.closeTo(0.05, 12), expect.closeTo(0.64, 9)]);
  });

  test("in proportion to its length varies as the lengths do", () => {
    const { input } = lengthsOf({ mean: 500, cv: 0.8 }, 1);
    const { meanSeconds, squaredCv, nodeSeconds } = promptReading(curve, input, 3);
    expect(meanSeconds).toBeCloseTo(0.05, 12);
    expect(squaredCv).toBeCloseTo(0.64, 9);
    expectNear(
      nodeSeconds,
      lengthNodes(input).map((tokens) => 1e-4 * tokens),
      1e-9,
    );
  });

  test("of more than proportional time has an excess; what takes no time has neither time nor variation", () => {
    const { input } = lengthsOf({ mean: 500, cv: 0.8 }, 1);
    const squared = promptReading({ ...curve, readingSeconds: (n, tokens) => 0.01 * n + 1e-7 * tokens ** 2 }, input, 3);
    // E[P^2] = (1 + cv^2) E[P]^2; between the knots straight lines lie a little above.
    expect(squared.meanSeconds).toBeCloseTo(0.025, 12);
    expect(squared.excessSeconds).toBeGreaterThan(0.025 * 0.5);
    expect(squared.excessSeconds).toBeLessThan(0.025 * 0.9);
    expect(promptReading({ ...curve, readingSeconds: curve.stepSeconds }, input, 3)).toMatchObject({
      meanSeconds: 0,
      excessSeconds: 0,
      squaredCv: 0,
    });
    expect(promptReading({ ...curve, readingSeconds: () => 0 }, input, 3)).toMatchObject({
      meanSeconds: 0,
      excessSeconds: 0,
      squaredCv: 0,
    });
  });
});

describe("the time between two tokens", () => {
  const lengths = lengthsOf(1000, { mean: 200, cv: 0.7 });
  const timesOf = (promptTokenSeconds: number, running: number, output = lengths.output) => {
    const curve = linearCurve(
      { stepSeconds: 0.01, requestSeconds: 1e-4, promptTokenSeconds, slots: 32 },
      { ...lengths, output },
    );
    const delays = tokenDelays(curve, promptReading(curve, lengths.input, 32), output);
    return {
      curve,
      delays,
      times: tokenTimes(curve.tokenSeconds(running), curve.stepSeconds(running), delays(running)),
    };
  };

  test("is that of a step where prompts take no time", () => {
    const { curve, times } = timesOf(0, 8);
    expectNear(
      [times.mean, ...percentiles(times)],
      [1, 1, 1, 1, 1].map((one) => one * curve.stepSeconds(8)),
    );
  });

  test("is never below a step, the pace in the mean, and varies the less the more tokens are written", () => {
    const { curve, times } = timesOf(2e-5, 8);
    expect(times.mean).toBe(curve.tokenSeconds(8));
    expect(times.p50).toBeGreaterThan(curve.stepSeconds(8));
    expect(times.p99).toBeGreaterThan(times.mean);
    const spread = (tokens: number): number => {
      const of = timesOf(2e-5, 8, lengthsOf(1000, tokens).output).times;
      return of.p99 / of.mean;
    };
    expect(spread(1000)).toBeLessThan(spread(50));
  });

  test("is delayed no less at any percentile the more run", () => {
    const { delays } = timesOf(2e-5, 8);
    for (const tail of [0.5, 0.1, 0.01]) {
      const values = [1, 2, 3, 5, 8, 13, 32].map((running) => delays(running).map((law) => delayQuantile(law, tail)));
      values
        .slice(1)
        .forEach((more, i) =>
          more.forEach((value, node) => expect(value).toBeGreaterThanOrEqual(values[i]?.[node] ?? NaN)),
        );
    }
  });
});
