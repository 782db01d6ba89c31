import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IDENTITY_PARAMETERS, type ProfileParameters } from "../../src/deployment/engine-profile.js";
import { profileOf } from "../calibrate/synthetic.js";
import { expectNear, pointOf, predict, timingOf } from "./fixtures.js";
import { predicted, requestArbitrary, withSplit } from "./random-requests.js";

describe("the identity", () => {
  test("changes nothing, to the last bit", () => {
    fc.assert(
      fc.property(requestArbitrary, (drawn) => {
        const request = withSplit(drawn);
        if (request === null) return;
        const plain = predicted(request);
        // As JSON, since memory holds functions; every digit of a number is in it.
        expect(
          JSON.stringify({
            ...predicted({ ...request, profile: profileOf({}) }),
            profile: null,
            relativeStandardDeviations: null,
          }),
        ).toBe(JSON.stringify(plain));
      }),
      { numRuns: 50 },
    );
  });

  test("is not needed: without a profile none is reported", () => {
    expect(predict().profile).toBeNull();
  });
});

describe("prompts", () => {
  const at = (changes: Partial<ProfileParameters>, running: number) =>
    pointOf(timingOf({}, { corrections: { ...IDENTITY_PARAMETERS, ...changes } }), running);

  test("add so many times as much to a step that decodes", () => {
    const plain = at({}, 9);
    // All but what the host of the ninth request takes.
    expect(at({ prefillFactor: 2 }, 9).addedPerPromptSeconds / plain.addedPerPromptSeconds).toBeCloseTo(2, 1);
    expect(at({ decodeFactor: 2 }, 9).addedPerPromptSeconds / plain.addedPerPromptSeconds).toBeCloseTo(1, 1);
  });

  test("bring their first token so much later; alone, by nothing else", () => {
    const late = at({ firstTokenSeconds: 0.2 }, 1);
    expectNear(late.serviceTtftSeconds, at({}, 1).serviceTtftSeconds + 0.2);
    expectNear(late.residenceSeconds, at({}, 1).residenceSeconds + 0.2);
    // Among others, they come the more seldom the later they are.
    expect(at({ firstTokenSeconds: 0.2 }, 4).tpotSeconds).toBeLessThan(at({}, 4).tpotSeconds);
    const batch = { load: { kind: "static-batch", requests: 4 } } as const;
    const lateBatch = predict({ ...batch, profile: profileOf({ firstTokenSeconds: 0.2 }) });
    expectNear(lateBatch.ttftSeconds, (predict(batch).ttftSeconds ?? NaN) + 0.2);
    expectNear(lateBatch.e2eSeconds, (predict(batch).e2eSeconds ?? NaN) + 0.2);
  });
});

describe("exponents", () => {
  const at = (changes: Partial<ProfileParameters>, running: number) =>
    pointOf(timingOf({}, { corrections: { ...IDENTITY_PARAMETERS, ...changes } }), running);

  test("make a factor one of the load: as it is alone, and so many times as large among others", () => {
    expect(at({ decodeExponent: 0.5, firstTokenExponent: 0.5 }, 1)).toEqual(at({}, 1));
    const timing = (changes: Partial<ProfileParameters>) =>
      timingOf({}, { corrections: { ...IDENTITY_PARAMETERS, ...changes } });
    expectNear(
      timing({ decodeExponent: 0.5 }).decode(16, 1000).seconds,
      timing({ decodeFactor: 4 }).decode(16, 1000).seconds,
    );
    const parts = { readingSeconds: 0.1, stepSeconds: 0.02, others: 15, inputTokens: 1000 };
    expectNear(timing({ firstTokenExponent: 0.5 }).firstTokenSeconds(parts), 4 * timing({}).firstTokenSeconds(parts));
    expectNear(timing({ firstTokenFactor: 4 }).firstTokenSeconds(parts), 4 * timing({}).firstTokenSeconds(parts));
  });
});

test("slower is slower, whatever is asked", () => {
  const slower = profileOf({
    stepOverheadSeconds: 1e-3,
    requestOverheadSeconds: 1e-5,
    decodeFactor: 1.2,
    prefillFactor: 1.3,
    communicationFactor: 1.5,
    firstTokenSeconds: 0.1,
  });
  fc.assert(
    fc.property(requestArbitrary, (drawn) => {
      const request = withSplit(drawn);
      if (request === null) return;
      const plain = predicted(request);
      const slow = predicted({ ...request, profile: slower });
      if (plain === null || slow === null) return;
      expect(slow.tpotSeconds).toBeGreaterThan(plain.tpotSeconds * (1 - 1e-9));
      if (plain.ttftSeconds !== null && slow.ttftSeconds !== null)
        expect(slow.ttftSeconds).toBeGreaterThan(plain.ttftSeconds);
      expect(slow.requestsPerSecond).toBeLessThanOrEqual(plain.requestsPerSecond * (1 + 1e-9));
    }),
    { numRuns: 50 },
  );
});
