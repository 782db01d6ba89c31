import { expect, test } from "vitest";
import { linearCurve } from "../../src/queueing/index.js";
import { preparedReplica } from "../../src/queueing/replica-load.js";
import { workVariation } from "../../src/queueing/work-variation.js";
import { lengthsOf } from "./curves.js";

test("the work of a request varies as writing and reading do, each for its share", () => {
  // 0.1 s of writing, with a variance of 0.5 x 0.1^2, and 0.3 s of reading, with 0.2 x 0.3^2.
  const reading = { meanSeconds: 0.3, excessSeconds: 0, squaredCv: 0.2, nodeSeconds: [] };
  expect(workVariation(0.001, lengthsOf(1, { mean: 100, cv: Math.SQRT1_2 }).output, reading)).toBeCloseTo(
    (0.005 + 0.018) / 0.16,
    12,
  );
});

test("writing takes its share of a full step, reading all of it", () => {
  // Eight slots: 100 steps of 10 ms, shared by eight, and 0.2 s for prompts of 100 or 900 tokens.
  const lengths = lengthsOf({ values: [100, 900] }, { mean: 100, cv: 1 });
  const { squaredWork } = preparedReplica(
    linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 4e-4, slots: 8 }, lengths),
    lengths,
  );
  expect(squaredWork).toBeCloseTo((0.125 ** 2 + 0.64 * 0.2 ** 2) / 0.325 ** 2, 6);
});
