import { expect, test } from "vitest";
import { examRows } from "../../scripts/accuracy/exam-row.js";
import { fitRows } from "../../scripts/fit/fit-row.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { LOAD_TEST_ROW } from "../support/load-test-row.js";

const shipped = shippedConstants();

/** A load test that states the median gap between tokens, and no length of its prompts. */
const gapRow = (clients: number): ReturnType<typeof fitRows> => {
  const cells = {
    ...LOAD_TEST_ROW,
    id: "made-up",
    concurrency: String(clients),
    input_tokens: "",
    assumed_input_tokens: "1000",
    output_tokens: "100",
    itl_ms_median: "20",
    ttft_ms_mean: "",
    tpot_ms_mean: "",
  };
  return fitRows(examRows([["made up", [{ ...cells, output_tokens_per_s_total: "100" }]]]).rows, shipped);
};

test("a median gap is a step that only decodes, unless most steps read prompts", () => {
  for (const [clients, of] of [
    [16, "decode"],
    [128, "token"],
  ] as const) {
    const [row] = gapRow(clients);
    const prediction = row?.predict(shipped);
    expect(row?.steps?.seconds).toBe(0.02);
    expect(row?.firstToken).toBeNull();
    expect(prediction && row?.steps?.of(prediction)).toBe(
      of === "decode" ? prediction?.decode.seconds : prediction?.tpotSeconds,
    );
  }
});

test("a row without either the length of its prompts or a gap says nothing", () => {
  const assumed = {
    ...LOAD_TEST_ROW,
    id: "made-up",
    input_tokens: "",
    assumed_input_tokens: "1000",
    tpot_ms_mean: "20",
  };
  expect(fitRows(examRows([["made up", [{ ...assumed, output_tokens: "100" }]]]).rows, shipped)).toEqual([]);
});
