import { expect, test } from "vitest";
import { estimateGpus, presetTargets, presetWorkload, type NamedEstimate } from "infrascale";
import { maxUsers } from "infrascale/decide";
import type { Question } from "../../docs/calculator/src/scenario/question.js";
import { asSureAs } from "../../docs/calculator/src/study/as-sure.js";

const request = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: presetWorkload("chat", { concurrentUsers: 40 }),
  targets: presetTargets("chat"),
};
const question: Question = { request, options: { confidence: 0.9 }, cost: { today: "2026-11-30" }, ownModel: "" };

/** The answer, had it reached another probability. */
function reaching(reached: number): NamedEstimate {
  const estimate = estimateGpus(request, question.options);
  if (estimate.status === "infeasible" || estimate.confidence === null) throw new Error("no answer");
  return { ...estimate, confidence: { ...estimate.confidence, reached } };
}

test("what GPUs bear is told as surely as the answer, and as predicted where the library says of none how sure it is", () => {
  expect([0.9, 0.64, 0.5, 0.31].map((reached) => asSureAs(reaching(reached), question))).toEqual([
    0.9,
    0.64,
    0.5,
    "expected",
  ]);
  const asPredicted = estimateGpus(request, { confidence: "expected" });
  expect(asSureAs(asPredicted, { ...question, options: { confidence: "expected" } })).toBe("expected");
});

test("the library takes whatever comes of it", () => {
  for (const reached of [0.9, 0.5, 0.31])
    expect(() =>
      maxUsers({ ...request, gpus: 2 }, { confidence: asSureAs(reaching(reached), question) }),
    ).not.toThrow();
});

test("where nothing does, it is what was asked for", () => {
  const impossible = estimateGpus({ ...request, targets: { tpot: { p95: 1e-6 } } }, question.options);
  expect(asSureAs(impossible, question)).toBe(0.9);
});
