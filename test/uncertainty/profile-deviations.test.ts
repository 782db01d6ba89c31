import { describe, expect, test } from "vitest";
import { engineModel, estimateGpus, predictServing, servingIntervals } from "../../src/index.js";
import { namedEngine } from "../../src/shipped/resolve-names.js";
import { shippedUncertainty } from "../../src/shipped/serving-intervals.js";
import { profileDeviations } from "../../src/performance/profile-deviations.js";
import type { EngineProfile, ProfileFit, ProfileParameters } from "../../src/deployment/engine-profile.js";
import { withUncertainty } from "../../src/uncertainty/index.js";
import { profileOf } from "../calibrate/synthetic.js";

const profile = (fit: ProfileFit, parameters: Partial<ProfileParameters> = {}): EngineProfile => ({
  ...profileOf(parameters),
  provenance: {
    tools: [],
    files: [],
    rows: 9,
    models: ["Qwen/Qwen3-32B"],
    gpus: ["h100-sxm5-80gb"],
    engines: ["vllm"],
    engineVersions: ["0.19.0"],
    tensorSizes: [1, 2, 4, 8],
    expertSizes: [],
  },
  fit,
});

const TIGHT: ProfileFit = {
  fitted: ["decodeFactor", "stepOverheadSeconds"],
  covariance: [
    [1e-4, -1e-6],
    [-1e-6, 4e-8],
  ],
  residualScale: { tpotSeconds: 0.01, ttftSeconds: 0.04 },
};

const { residualScale } = TIGHT;

describe("deviations", () => {
  /** A step of 8 ms of kernels, 2 ms of host, whose first token comes after 50 ms. */
  const times = ({ decodeFactor, stepOverheadSeconds }: ProfileParameters) => ({
    secondsPerToken: 0.008 * decodeFactor + 0.002 + stepOverheadSeconds,
    secondsToFirstToken: 0.05,
  });

  test("are scatter and parameters together, by hand", () => {
    // g = (0.008 / 0.01, 1 / 0.01): 0.64 1e-4 - 2 * 0.8 * 100 * 1e-6 + 1e4 * 4e-8 = 3.04e-4, and 0.01^2 of scatter.
    expect(profileDeviations(profile(TIGHT), times).secondsPerToken).toBeCloseTo(Math.sqrt(4.04e-4), 8);
  });

  test("are those of the logarithm of a factor, wherever it stands", () => {
    const fit: ProfileFit = { fitted: ["decodeFactor"], covariance: [[1e-4]], residualScale };
    // 0.016 / 0.018 of the step are kernels.
    expect(profileDeviations(profile(fit, { decodeFactor: 2 }), times).secondsPerToken).toBeCloseTo(
      Math.hypot(0.01, (0.01 * 16) / 18),
      8,
    );
  });

  test("are the scatter alone where no parameter moves the time", () => {
    expect(profileDeviations(profile(TIGHT), times).secondsToFirstToken).toBeCloseTo(0.04, 12);
  });

  test("take rates for tokens where these were not measured, and nothing for first tokens", () => {
    const fit = {
      ...TIGHT,
      covariance: [
        [0, 0],
        [0, 0],
      ],
      residualScale: { outputTokensPerSecond: 0.03, requestSeconds: 0.02 },
    };
    expect(profileDeviations(profile(fit), times)).toEqual({ secondsPerToken: 0.03 });
  });

  test("are none of times without end, and none of a fit without scatter", () => {
    expect(profileDeviations(profile(TIGHT), () => ({ secondsPerToken: 0.01, secondsToFirstToken: null }))).toEqual({
      secondsPerToken: 0.01,
    });
    expect(profileDeviations(profile({ ...TIGHT, residualScale: { tpotSeconds: 0 } }), times)).toEqual({});
  });
});

const request = {
  model: "qwen3-32b",
  gpu: "h100",
  workload: { requestsInFlight: 3000, inputTokens: 1500, outputTokens: 400 },
  targets: { tokensPerSecond: 25, waitSeconds: 3 },
};

describe("an estimate with a profile", () => {
  const band = (own?: EngineProfile, engine = "vllm@0.19.0") => {
    const estimate = estimateGpus({ ...request, engine, ...(own === undefined ? {} : { profile: own }) });
    if (estimate.status !== "feasible" || estimate.band === null) throw new Error("no band");
    return { gpus: estimate.gpus, ...estimate.band };
  };
  const classes = band();

  test("has a narrower band when the profile is sure of the deployment", () => {
    const own = band(profile(TIGHT));
    expect(own.gpus).toBeLessThanOrEqual(classes.gpus);
    expect((own.mostGpus ?? 0) - own.fewestGpus).toBeLessThan((classes.mostGpus ?? 0) - classes.fewestGpus);
  });

  test("has the band of its class when the profile is of another deployment", () => {
    expect(band({ ...profile(TIGHT), provenance: { ...profile(TIGHT).provenance, gpus: ["a100-sxm4-80gb"] } })).toEqual(
      classes,
    );
  });

  test("is sized for a probability by the profile's errors", () => {
    const factors = (own?: EngineProfile) => {
      const estimate = estimateGpus({
        ...request,
        engine: "vllm@0.19.0",
        ...(own === undefined ? {} : { profile: own }),
      });
      return estimate.status === "feasible" ? estimate.confidence?.factors : undefined;
    };
    expect(factors(profile(TIGHT))?.secondsPerToken).toBeLessThan(factors()?.secondsPerToken ?? 0);
    expect(factors(profile(TIGHT))?.kvTokens).toBe(factors()?.kvTokens);
  });

  test("takes each size by what is known of it: the profile's errors where it was fitted, else those of the class", () => {
    const two = { ...profile(TIGHT), provenance: { ...profile(TIGHT).provenance, tensorSizes: [2] } };
    const sized = (own: EngineProfile, ...gpusPerReplica: readonly number[]) => {
      const estimate = estimateGpus(
        { ...request, engine: "vllm@0.19.0", profile: own },
        { search: { gpusPerReplica } },
      );
      if (estimate.status !== "feasible") throw new Error(estimate.reason);
      return estimate;
    };
    const slower = sized(profile(TIGHT), 4).confidence?.factors.secondsPerToken ?? 0;
    const ofClass = sized(two, 4);
    expect(ofClass.confidence?.factors.secondsPerToken).toBeGreaterThan(slower);
    expect(sized(two, 2).gpus).toBe(sized(profile(TIGHT), 2).gpus);
    // As predicted one of them is the cheaper; at the confidence the other may be: never more than the cheaper of both by their own errors.
    const both = sized(two, 2, 4);
    expect(both.gpus).toBe(Math.min(sized(two, 2).gpus, ofClass.gpus));
    expect(both.confidence?.factors).toEqual(sized(two, both.gpusPerReplica).confidence?.factors);
  });

  test("asks for other parameters only when asked how sure it is", () => {
    const asked: ProfileParameters[] = [];
    const own = profile(TIGHT);
    const plain = engineModel("vllm@0.19.0", { profile: own });
    const perturbed = (parameters: ProfileParameters) => {
      asked.push(parameters);
      return engineModel("vllm@0.19.0", { profile: { ...own, parameters } });
    };
    const { engine } = namedEngine("vllm@0.19.0");
    const model = withUncertainty(plain, {
      engine,
      engineVersion: "0.19.0",
      table: shippedUncertainty,
      fittedGpus: [],
      profiled: { profile: own, perturbed },
    });
    expect(asked).toHaveLength(0);
    const estimate = estimateGpus(request, { performance: model });
    // Two parameters up and down, once for each size of a replica, whatever the end of the band.
    expect(asked).toHaveLength(16);
    expect(estimate.status).toBe("feasible");
  });
});

const asRequest = {
  model: "qwen3-32b",
  gpu: "h100",
  engine: "vllm@0.19.0",
  parallelism: { tensor: 2 },
  load: { kind: "closed-loop", requestsInFlight: 16 },
  inputTokens: 1000,
  outputTokens: 300,
} as const;

describe("intervals with a profile", () => {
  const width = ({ low, high }: { readonly low: number; readonly high: number }): number => Math.log(high / low);

  test("are narrower for what the profile measured, and of the class else", () => {
    const own = servingIntervals(predictServing({ ...asRequest, profile: profile(TIGHT) }));
    const classes = servingIntervals(predictServing(asRequest));
    expect(width(own.tpotSeconds)).toBeLessThan(width(classes.tpotSeconds));
    expect(own.kvTokens).toEqual(classes.kvTokens);
    const { ttftSeconds } = servingIntervals(
      predictServing({ ...asRequest, profile: profile({ ...TIGHT, residualScale: { tpotSeconds: 0.01 } }) }),
    );
    expect(ttftSeconds).toEqual(classes.ttftSeconds);
  });

  test("hold 80 % within 1.28 deviations to either side, as errors are shaped", () => {
    const fit: ProfileFit = { fitted: [], covariance: [], residualScale: { tpotSeconds: 0.05 } };
    expect(width(servingIntervals(predictServing({ ...asRequest, profile: profile(fit) })).tpotSeconds)).toBeCloseTo(
      2 * 1.281_551_6 * 0.05,
      6,
    );
  });

  test("are those of the class for a deployment that the profile is not of", () => {
    const other = predictServing({ ...asRequest, engine: "vllm@0.18.0", profile: profile(TIGHT) });
    expect(other.relativeStandardDeviations).toBeNull();
    expect(servingIntervals(other)).toEqual(servingIntervals(predictServing({ ...asRequest, engine: "vllm@0.18.0" })));
  });

  test("know what a first token would be without the wait", () => {
    const busy = {
      ...asRequest,
      settings: { maxNumSeqs: 8 },
      load: { kind: "closed-loop", requestsInFlight: 64 },
    } as const;
    const fit: ProfileFit = { fitted: ["firstTokenSeconds"], covariance: [[1e-6]], residualScale };
    const prediction = predictServing({ ...busy, profile: profile(fit) });
    const service = (prediction.ttftSeconds ?? 0) - (prediction.queueSeconds ?? 0);
    // A millisecond of a first token without wait.
    expect(prediction.relativeStandardDeviations?.secondsToFirstToken).toBeCloseTo(Math.hypot(0.04, 1e-3 / service), 6);
  });
});
