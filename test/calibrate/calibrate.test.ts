import { describe, expect, test, vi } from "vitest";
import { coverage } from "../../scripts/calibrate/coverage-of.js";
import type { Observation } from "../../src/measurements/observation.js";
import { InfrascaleError } from "../../src/errors.js";
import { nelderMead } from "../../src/minimizers/nelder-mead.js";
import { calibrate, type CalibrateOptions } from "../../src/shipped/calibrate.js";
import { predictServing } from "../../src/shipped/predict-serving.js";
import { checkEngineProfile } from "../../src/deployment/check-engine-profile.js";
import { IDENTITY_PARAMETERS, type ProfileParameter } from "../../src/deployment/engine-profile.js";
import { GPU, GRID, lognormal, MODEL, noisy, synthetic, TRUTH } from "./synthetic.js";

// A fit of nine parameters takes seconds where the machine is busy.
vi.setConfig({ testTimeout: 120_000 });

const created = "2026-11-23";
const exact = synthetic(GRID, TRUTH);
const scattered = noisy(exact, lognormal(0.03, 7));
const fit = (observations: readonly Observation[], options: Partial<CalibrateOptions> = {}) =>
  calibrate(observations, { created, ...options });
const NAMES = Object.keys(TRUTH) as ProfileParameter[];

describe("synthetic load tests", () => {
  test("give back the parameters that they were made with", () => {
    const { parameters, profile, status, rank, residuals } = fit(exact, { priors: false });
    expect(status).toBe("converged");
    expect(rank).toBe(9);
    for (const name of NAMES) expect(profile.parameters[name] / TRUTH[name], name).toBeCloseTo(1, 7);
    expect(parameters.every(({ atPrior }) => !atPrior)).toBe(true);
    for (const { residual, predictedBefore, measured } of residuals) {
      expect(Math.abs(residual)).toBeLessThan(1e-8);
      expect(predictedBefore).not.toBeCloseTo(measured, 6);
    }
  });

  test("of the constants that ship give back the identity", () => {
    const { profile } = fit(synthetic(GRID, {}));
    for (const name of NAMES) expect(profile.parameters[name]).toBeCloseTo(IDENTITY_PARAMETERS[name], 9);
  });

  test("priors pull towards the identity, less with more rows", () => {
    const distance = (observations: readonly Observation[]): number =>
      Math.abs(Math.log(fit(observations).profile.parameters.decodeFactor / TRUTH.decodeFactor));
    expect(distance(exact)).toBeGreaterThan(1e-6);
    expect(distance(exact)).toBeLessThan(0.02);
    expect(distance(exact.filter((_, i) => i % 9 === 0))).toBeGreaterThan(distance(exact));
  });

  test("with scatter are covered by about 95 % of the intervals", () => {
    // 500 runs: scripts/calibrate/coverage.ts. Of 120 intervals a true 95 % gives less than 88 % but once in a thousand times.
    const { all } = coverage(20, 0.05, 3);
    expect(all).toBeGreaterThan(0.88);
    expect(all).toBeLessThan(1);
  });

  test("a row that is three times too slow hardly moves the parameters", () => {
    const clean = fit(scattered);
    const spoilt = fit(
      scattered.map((row, i) => (i === 20 ? { ...row, tpotSeconds: 3 * (row.tpotSeconds ?? NaN) } : row)),
    );
    for (const { name, value, standardError } of clean.parameters)
      expect(Math.abs((spoilt.profile.parameters[name] - value) / (standardError ?? NaN)), name).toBeLessThan(0.75);
    expect(spoilt.warnings).toContainEqual(expect.objectContaining({ code: "outliers", observations: [20] }));
    expect(
      spoilt.residuals.find(({ observation, quantity }) => observation === 20 && quantity === "tpotSeconds")?.weight,
    ).toBeLessThan(0.1);
  });

  // The sum may have more than one lowest point: of seed 3 a simplex ends three quarters of a standard error beside.
  test.each([2, 7])("an optimiser of one's own finds the same, seed %i", (seed) => {
    const few = noisy(exact, lognormal(0.03, seed)).filter(({ tensor }) => tensor === 1);
    const mine = fit(few, {
      minimizer: nelderMead({
        adaptive: true,
        maxEvaluations: 20_000,
        restarts: 3,
        xTolerance: 1e-7,
        valueTolerance: 1e-12,
      }),
    });
    const theirs = fit(few);
    for (const { name, standardError } of theirs.parameters)
      if (standardError !== null)
        expect(
          Math.abs(mine.profile.parameters[name] - theirs.profile.parameters[name]) / standardError,
          name,
        ).toBeLessThan(0.01);
  });
});

describe("invariance", () => {
  test("to the order of rows", () => {
    const reversed = fit([...scattered].reverse());
    const { profile } = fit(scattered);
    for (const name of NAMES) expect(reversed.profile.parameters[name] / profile.parameters[name]).toBeCloseTo(1, 6);
  });

  test("a weight of two is the same row twice, in parameters and errors", () => {
    const some = scattered.filter((_, i) => i % 3 === 0);
    const twice = fit([...scattered, ...some]);
    const weighted = fit(scattered, { weights: scattered.map((_, i) => (i % 3 === 0 ? 2 : 1)) });
    twice.parameters.forEach(({ name, value, standardError }, i) => {
      expect((weighted.profile.parameters[name] ?? NaN) / value, name).toBeCloseTo(1, 6);
      expect((weighted.parameters[i]?.standardError ?? NaN) / (standardError ?? NaN), name).toBeCloseTo(1, 4);
    });
  });
});

describe("what rows cannot tell", () => {
  const names = (observations: readonly Observation[]): readonly string[] => fit(observations).profile.fit.fitted;
  const one = exact.filter(({ tensor, inputTokens }) => tensor === 1 && inputTokens === 200);
  const withoutFirst = (row: Observation): Observation => without(row, "ttftSeconds");

  test("communication, on one size", () => {
    expect(names(exact)).toContain("communicationFactor");
    const { parameters } = fit(exact.filter(({ tensor }) => tensor === 4));
    expect(parameters.find(({ name }) => name === "communicationFactor")).toEqual({
      name: "communicationFactor",
      value: 1,
      standardError: null,
      interval95: null,
      atPrior: true,
    });
  });

  test("prompts, of one length and without first tokens", () => {
    expect(names(one)).toContain("prefillFactor");
    expect(names(one.map(withoutFirst))).toEqual([
      "decodeFactor",
      "stepOverheadSeconds",
      "requestOverheadSeconds",
      "decodeExponent",
    ]);
    expect(names(exact.map(withoutFirst))).toContain("prefillFactor");
  });

  test("all but decoding, under one load", () => {
    const { profile, warnings, leaveOneOut } = fit([withoutFirst(one[2] as Observation)]);
    expect(profile.fit.fitted).toEqual(["decodeFactor"]);
    expect(leaveOneOut).toEqual({ medianAbsolutePercent: null, rows: [] });
    expect(warnings.map(({ code }) => code)).toContain("few-rows");
  });

  test("without priors no more parameters than figures, and no errors without a figure to spare", () => {
    const { parameters } = fit([one[0] as Observation, one[2] as Observation].map(withoutFirst), { priors: false });
    expect(parameters.filter(({ atPrior }) => !atPrior).map(({ name }) => name)).toEqual([
      "stepOverheadSeconds",
      "decodeFactor",
    ]);
    expect(parameters.every(({ standardError, interval95 }) => standardError === null && interval95 === null)).toBe(
      true,
    );
  });

  test("parameters that only appear together are named, without priors", () => {
    // The same load three times, called three: nothing tells the time of a step from that of its kernels.
    const same = [1, 1 + 1e-13, 1 + 2e-13, 1].map((concurrency) => ({
      ...withoutFirst(one[0] as Observation),
      concurrency,
    }));
    const { rank, warnings, parameters } = fit(same, { priors: false });
    expect(rank).toBe(1);
    expect(warnings.map(({ code }) => code)).toContain("rank-deficient");
    expect(parameters.find(({ name }) => name === "decodeFactor")?.standardError).toBeNull();
    for (const { value } of parameters) expect(Number.isFinite(value)).toBe(true);
  });
});

describe("rows that cannot be used", () => {
  const [first, ...rest] = exact as [Observation, ...Observation[]];

  test.each([
    [
      "an unknown model",
      { ...first, model: "llama-3.1-9b" },
      /model not in the catalog: llama-3\.1-9b; nearest: meta-llama\/Llama-3\.1-8B-Instruct/,
    ],
    ["no GPU", without(first, "gpu"), /GPU not stated/],
    ["no requests in flight", { ...first, concurrency: null }, /number of requests/],
    ["requests in flight that are none", { ...first, concurrency: -1 }, /concurrency must be/],
    ["arrivals of another kind", { ...first, arrivals: "closed" as never }, /scenario not known/],
    ["a format that is none", { ...first, weights: "ternary" }, /weights not known: ternary/],
    ["a name that is no text", { ...first, engine: 7 as never }, /engine must be/],
    ["requests that failed", { ...first, failedFraction: 0.2 }, /failedFraction/],
    ["a time of zero", { ...first, tpotSeconds: 0 }, /tpotSeconds/],
    ["a time that is none", { ...first, ttftSeconds: Number.NaN }, /ttftSeconds/],
    ["no length of prompts", { ...first, inputTokens: null }, /input or output tokens not stated/],
    ["GPUs that do not divide", { ...first, tensor: 2, gpus: 3 }, /parallel sizes contradict/],
  ])("%s", (_name, row, message) => {
    const { warnings, residuals } = fit([...rest, row]);
    expect(warnings[0]).toMatchObject({ code: "unusable-row", observations: [rest.length] });
    expect(warnings[0]?.message).toMatch(message);
    expect(residuals.some(({ observation }) => observation === rest.length)).toBe(false);
  });

  test("nothing is left", () => {
    for (const rows of [[], [{ ...first, concurrency: null }]]) expect(codeOf(() => fit(rows))).toBe("nothing-to-fit");
  });

  test("arrivals beyond the capacity have no mean", () => {
    const open = { ...first, arrivals: "open" as const, concurrency: null, requestsPerSecond: 1e6 };
    const { warnings, residuals } = fit([...rest, open]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: "no-prediction", observations: [rest.length] }));
    expect(residuals.filter(({ observation }) => observation === rest.length).map(({ quantity }) => quantity)).toEqual([
      "tpotSeconds",
    ]);
  });
});

test.each<[string, Partial<CalibrateOptions>, string]>([
  ["a day that is none", { created: "yesterday" }, "out-of-range"],
  ["an unknown model", { model: "no/such-model" }, "unknown-id"],
  ["weights of other rows", { weights: [1] }, "out-of-range"],
  ["a weight of zero", { weights: exact.map(() => 0) }, "out-of-range"],
  ["a misspelt option", { prior: false } as Partial<CalibrateOptions>, "out-of-range"],
  ["a minimizer that is none", { minimizer: "nelder-mead" as never }, "invalid-type"],
])("options are refused: %s", (_name, options, code) => {
  expect(codeOf(() => fit(exact, options))).toBe(code);
});

test("the profile is JSON, says what it was fitted to, and predicts the rows", () => {
  const { profile } = fit(exact, { priors: false });
  const stored: unknown = JSON.parse(JSON.stringify(profile));
  expect(checkEngineProfile(stored, "profile")).toEqual(profile);
  expect(profile.provenance).toMatchObject({
    tools: ["plain"],
    files: ["synthetic.csv"],
    rows: GRID.length,
    models: [MODEL],
    gpus: [GPU],
    engines: ["vllm"],
    tensorSizes: [1, 2, 4],
    expertSizes: [1],
  });
  const { concurrency, tensor, inputTokens, outputTokens } = GRID[20] as (typeof GRID)[number];
  const prediction = predictServing({
    model: MODEL,
    gpu: GPU,
    parallelism: { tensor },
    load: { kind: "closed-loop", requestsInFlight: concurrency },
    inputTokens,
    outputTokens,
    profile,
  });
  expect(prediction.tpotSeconds / (exact[20]?.tpotSeconds ?? NaN)).toBeCloseTo(1, 8);
  expect(prediction.profile).toEqual({ matches: true, differences: [] });
});

test("loads in their kinds: a burst is a flood, open arrivals run at what is in flight", () => {
  const base = { model: MODEL, gpu: GPU, engine: "vllm", inputTokens: 500, outputTokens: 200 };
  const row = (changes: Partial<Observation>): Observation => ({
    source: { tool: "plain" },
    statistic: "mean",
    derived: [],
    concurrency: null,
    arrivals: "sustained",
    ...base,
    ...changes,
  });
  const burst = predictServing({ ...base, load: { kind: "burst", requests: 600 } });
  const open = predictServing({ ...base, load: { kind: "open", requestsPerSecond: 5 } });
  const { residuals } = fit([
    row({ arrivals: "burst", concurrency: 600, tpotSeconds: burst.tpotSeconds, ttftSeconds: burst.ttftSeconds ?? NaN }),
    row({
      arrivals: "open",
      requestsPerSecond: 5,
      tpotSeconds: open.tpotSeconds,
      ttftSeconds: open.ttftSeconds ?? NaN,
    }),
    row({
      arrivals: "open",
      requestsPerSecond: 5,
      concurrency: open.running,
      tpotSeconds: open.tpotSeconds,
      ttftSeconds: open.ttftSeconds ?? NaN,
    }),
  ]);
  for (const { observation, measured, predictedBefore } of residuals) {
    // A number in flight is that of a loop, whose occupancy does not vary as that of arrivals does.
    if (observation === 2) expect(Math.abs(predictedBefore / measured - 1)).toBeLessThan(0.1);
    else expect(predictedBefore / measured).toBeCloseTo(1, 9);
  }
});

/** A row that does not state a field. */
function without(row: Observation, field: keyof Observation): Observation {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== field)) as unknown as Observation;
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InfrascaleError) return error.code;
    throw error;
  }
  return "nothing thrown";
}

test("what no profile explains is a poor fit, by quantity", () => {
  // First tokens that jump ninefold from row to row, whatever the load.
  const late = scattered.map((row, i) => ({
    ...row,
    ttftSeconds: (row.ttftSeconds ?? 0) * 3 ** (i % 2 === 0 ? 1 : -1),
  }));
  expect(
    fit(late)
      .warnings.filter(({ code }) => code === "poor-fit")
      .map(({ message }) => /times [a-z ]+/.exec(message)?.[0]),
  ).toEqual(["times to the first token"]);
  expect(fit(scattered).warnings.map(({ code }) => code)).not.toContain("poor-fit");
});

describe("a limit that the rows show and nobody states", () => {
  /** A sweep of one deployment whose engine runs 40 requests at once. */
  const saturated = ([1, 8, 16, 32, 80, 120, 240] as const).map((concurrency): Observation => {
    const { ttftSeconds, tpotSeconds } = predictServing({
      model: MODEL,
      gpu: GPU,
      engine: "vllm",
      load: { kind: "closed-loop", requestsInFlight: concurrency },
      inputTokens: 500,
      outputTokens: 250,
      settings: { maxNumSeqs: 40 },
    });
    return {
      source: { tool: "plain", file: "sweep" },
      model: MODEL,
      gpu: GPU,
      engine: "vllm",
      concurrency,
      arrivals: "sustained",
      inputTokens: 500,
      outputTokens: 250,
      statistic: "mean",
      ttftSeconds: ttftSeconds as number,
      tpotSeconds,
      derived: [],
    };
  });

  test("is found and named, and the rows that waited for it are left out", () => {
    const { parameters, warnings, residuals, status } = fit(saturated);
    expect(status).toBe("converged");
    const found = warnings.find(({ code }) => code === "observed-slots");
    expect(found?.observations).toEqual([4, 5, 6]);
    expect(residuals.map(({ observation }) => observation)).not.toContain(4);
    expect(Math.abs((found?.evidence["slots"] ?? 0) / 40 - 1)).toBeLessThan(0.03);
    expect(Math.abs((parameters.find(({ name }) => name === "decodeFactor")?.value ?? 0) - 1)).toBeLessThan(0.02);
  });

  test("makes way for one that is stated", () => {
    const { parameters, warnings } = fit(saturated, { settings: { maxNumSeqs: 40 } });
    expect(warnings.map(({ code }) => code)).not.toContain("observed-slots");
    expect(Math.abs((parameters.find(({ name }) => name === "decodeFactor")?.value ?? 0) - 1)).toBeLessThan(1e-3);
    // Of a wrong limit no profile explains the first tokens, however fast their factor grows with the load.
    const wrong = fit(saturated, { settings: { maxNumSeqs: 240 } }).warnings;
    expect(wrong.find(({ code }) => code === "poor-fit")?.message).toMatch(
      /times to the first token: .* the limit of requests that run at once/,
    );
    expect(warnings.map(({ code }) => code)).not.toContain("poor-fit");
  });

  test("that the engine has by itself is predicted, and leaves nothing out", () => {
    const own = saturated.map((row) => ({ ...row, maxNumSeqs: 40 }));
    expect(fit(own).warnings.map(({ code }) => code)).not.toContain("observed-slots");
    expect(fit(own).residuals).toHaveLength(14);
  });

  test("is found over replicas, and in rows of the sweep beside unusable ones", () => {
    const doubled = saturated.map((row) => ({ ...row, concurrency: 2 * (row.concurrency ?? 0), gpus: 2, tensor: 1 }));
    const { warnings, residuals } = fit([{ ...saturated[0], concurrency: null } as Observation, ...doubled]);
    expect(warnings.find(({ code }) => code === "observed-slots")?.observations).toEqual([5, 6, 7]);
    for (const { predicted, measured } of residuals) expect(Math.abs(predicted / measured - 1)).toBeLessThan(0.05);
  });
});

describe("what rows say of their deployment", () => {
  const base: Observation = {
    source: { tool: "plain" },
    model: MODEL,
    gpu: GPU,
    engine: "vllm",
    engineVersion: "0.19.0",
    statistic: "mean",
    derived: [],
    concurrency: 16,
    arrivals: "sustained",
    inputTokens: 500,
    outputTokens: 200,
    tpotSeconds: 0.01,
  };
  const asked = {
    model: MODEL,
    gpu: GPU,
    engine: "vllm@0.19.0",
    load: { kind: "closed-loop", requestsInFlight: 16 },
    inputTokens: 500,
    outputTokens: 200,
  } as const;
  const before = (observation: Observation, options: Partial<CalibrateOptions> = {}): number =>
    fit([observation], options).residuals[0]?.predictedBefore ?? NaN;

  test.each<[string, Partial<Observation>, Partial<Parameters<typeof predictServing>[0]>]>([
    ["formats", { weights: "fp8", kvCache: "fp8_e4m3" }, { precision: { weights: "fp8", kvCache: "fp8" } }],
    ["scales", { weights: "fp8", scaling: "dynamic" }, { precision: { weights: "fp8", scaling: "dynamic" } }],
    ["a copy's name", { model: "somebody/Llama-3.1-8B-Instruct-AWQ" }, { model: "somebody/Llama-3.1-8B-Instruct-AWQ" }],
    ["sizes", { gpus: 4, tensor: 2 }, { parallelism: { tensor: 2 }, replicas: 2 }],
    [
      "stages and ranks",
      { model: "Qwen/Qwen3-30B-A3B", tensor: 1, pipeline: 2, data: 2, expert: 2 },
      { model: "Qwen/Qwen3-30B-A3B", parallelism: { tensor: 1, pipeline: 2, data: 2, expert: 2 } },
    ],
    [
      "limits",
      { concurrency: 64, maxNumSeqs: 8 },
      { load: { kind: "closed-loop", requestsInFlight: 64 }, settings: { maxNumSeqs: 8 } },
    ],
    [
      "equal lengths",
      { lengths: "equal" },
      { load: { kind: "closed-loop", requestsInFlight: 16, equalLengths: true } },
    ],
    ["prompts that vary", { inputLengthCv: 0.8 }, { inputTokens: { mean: 500, cv: 0.8 } }],
    ["answers that vary", { outputLengthCv: 1.2 }, { outputTokens: { mean: 200, cv: 1.2 } }],
    [
      "a static batch",
      { arrivals: "burst", staticBatch: true },
      { load: { kind: "static-batch", requests: 16 }, settings: { maxNumSeqs: 16 } },
    ],
    ["a version in words", { engine: "vLLM (ROCm fork)", engineVersion: "v0.6.1" }, { engine: "vllm@0.6.1" }],
  ])("%s", (_name, row, request) => {
    expect(before({ ...base, ...row }) / predictServing({ ...asked, ...request }).tpotSeconds).toBeCloseTo(1, 12);
  });

  test("makes way for what options say", () => {
    const row = {
      ...base,
      weights: "bf16",
      kvCache: "fp16",
      tensor: 4,
      gpus: 4,
      maxNumSeqs: 4,
      lengths: "equal",
      engineVersion: "0.6.1",
    } as const;
    const options: Partial<CalibrateOptions> = {
      model: "Qwen/Qwen3-32B",
      gpu: "h200",
      engine: "SGLang@0.5.9",
      precision: { weights: "fp8", kvCache: "fp8" },
      parallelism: { tensor: 2 },
      settings: { maxNumSeqs: 32 },
      equalLengths: false,
    };
    const { model, gpu, engine, precision, parallelism, settings } = options;
    expect(
      before(row, options) /
        predictServing({
          ...asked,
          model: model as string,
          gpu: gpu as string,
          engine: engine as string,
          precision: precision as object,
          parallelism: parallelism as object,
          settings: settings as object,
          replicas: 2,
        }).tpotSeconds,
    ).toBeCloseTo(1, 12);
  });

  test("and what they do not say is assumed, and said once", () => {
    const rows = [base, { ...base, engineVersion: "nightly-5b8c" }, { ...base, model: "Qwen/QwQ-32B", concurrency: 4 }];
    expect(fit(rows).assumed).toEqual([
      { code: "tensor-size", used: 1, observations: [0, 1, 2] },
      { code: "published-format", used: "bf16", observations: [0, 1, 2] },
      { code: "sixteen-bit-cache", used: "bf16", observations: [0, 1, 2] },
      { code: "engine-version", asked: "nightly-5b8c", used: "0.30", observations: [1] },
      { code: "same-shape", asked: "Qwen/QwQ-32B", used: "Qwen/Qwen2.5-32B-Instruct", observations: [2] },
    ]);
  });

  test("that ran although it does not fit by default has more room, unless the caller states it", () => {
    const tight = {
      ...base,
      model: "Qwen/Qwen2.5-72B-Instruct",
      tensor: 2,
      inputTokens: 128,
      outputTokens: 128,
      concurrency: 2,
    };
    expect(fit([tight]).assumed).toContainEqual({ code: "memory-share", used: 0.97, observations: [0] });
    expect(codeOf(() => fit([tight], { settings: { utilization: 0.9 } }))).toBe("nothing-to-fit");
  });
});
