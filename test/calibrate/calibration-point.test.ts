import { describe, expect, test } from "vitest";
import { calibrationPoint, rememberedKernels } from "../../src/calibrate/calibration-point.js";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";
import type { KernelTime } from "../../src/kernels/kernel-time.js";
import type { DeploymentWork } from "../../src/kernels/step.js";
import { predictServing } from "../../src/performance/predict-serving.js";
import { constants, request } from "../performance/fixtures.js";

describe("a point", () => {
  const asked = request({
    replicas: 3,
    load: { kind: "closed-loop", requestsInFlight: 30 },
    inputTokens: 500,
    outputTokens: 100,
  });
  const point = calibrationPoint(4, asked, { tpotSeconds: 0.01 }, 2, constants);

  test("is predicted as the deployment is, all its replicas together, however often it is asked", () => {
    const { ttftSeconds, tpotSeconds, e2eSeconds, requestsPerSecond } = predictServing(asked, constants);
    for (let again = 0; again < 2; again += 1) {
      const predicted = point.predict(IDENTITY_PARAMETERS);
      expect(predicted).toMatchObject({ ttftSeconds, tpotSeconds, requestSeconds: e2eSeconds });
      expect(predicted.outputTokensPerSecond).toBeCloseTo(100 * requestsPerSecond, 9);
    }
    expect(point).toMatchObject({ observation: 4, count: 2, request: asked, measured: { tpotSeconds: 0.01 } });
  });

  test("has the slots of all replicas", () => {
    const { slots } = calibrationPoint(0, { ...asked, replicas: 1 }, {}, 1, constants);
    expect(point.slots).toBe(3 * slots);
  });

  test("follows the parameters of a profile", () => {
    const { tpotSeconds } = point.predict(IDENTITY_PARAMETERS);
    const { tpotSeconds: slower } = point.predict({ ...IDENTITY_PARAMETERS, stepOverheadSeconds: 0.01 });
    expect((slower ?? NaN) - (tpotSeconds ?? NaN)).toBeGreaterThan(0.009);
  });
});

describe("kernel times", () => {
  const work: DeploymentWork = {
    sequences: 8,
    contextTokens: 1000,
    tokensPerSequence: 1,
    promptTokens: 0,
    prompts: 0,
    rankPrompts: 1,
  };
  const remembered = () => {
    const asked: DeploymentWork[] = [];
    const time = rememberedKernels((each) => (asked.push(each), { asked: asked.length } as unknown as KernelTime));
    return { asked, time };
  };

  test("are computed once for the same work, and anew for any that differs", () => {
    const { asked, time } = remembered();
    const first = time(work);
    expect(time({ ...work })).toBe(first);
    for (const name of [
      "sequences",
      "contextTokens",
      "tokensPerSequence",
      "promptTokens",
      "prompts",
      "rankPrompts",
    ] as const)
      expect(time({ ...work, [name]: 77 })).not.toBe(first);
    expect(asked).toHaveLength(7);
    expect(time(work)).toBe(first);
  });

  test("of the first 64 are kept", () => {
    const { asked, time } = remembered();
    for (let sequences = 1; sequences <= 65; sequences += 1) time({ ...work, sequences });
    time({ ...work, sequences: 64 });
    expect(asked).toHaveLength(65);
    time({ ...work, sequences: 65 });
    expect(asked).toHaveLength(66);
  });
});
