import fc from "fast-check";
import { describe, expect, test } from "vitest";
import powerLaws from "../../catalogs/power-law.json" with { type: "json" };
import { embodiedCarbon } from "../../src/cost/embodied-carbon.js";
import { fleetPower, type FleetPower } from "../../src/cost/fleet-power.js";
import { footprintOf } from "../../src/cost/footprint.js";
import { ecologitsFootprint } from "../../src/cost/index.js";
import { gpuWork, IDLE_SHARE, powerLawOf, powerShare, type GpuWork } from "../../src/cost/power-law.js";
import { prefillShare } from "../../src/cost/prefill-share.js";
import { otherServerWatts } from "../../src/cost/server-power.js";
import { findGpu, gpus, predictServing, type ServingRequest } from "../../src/index.js";

const h100 = findGpu("h100", gpus);
const served = (changes: Partial<ServingRequest> = {}) =>
  predictServing({
    model: "llama-3.1-8b",
    gpu: "h100",
    load: { kind: "closed-loop", requestsInFlight: 32, rounds: Infinity },
    inputTokens: 1024,
    outputTokens: 256,
    ...changes,
  });
const inFlight = (requestsInFlight: number) =>
  served({ load: { kind: "closed-loop", requestsInFlight, rounds: Infinity } });

describe("the share of prompts", () => {
  test("grows with prompts, and falls with outputs", () => {
    const shares = [64, 256, 1024, 4096].map((inputTokens) => prefillShare(served({ inputTokens })));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeLessThan(0.1);
    expect(shares[3]).toBeGreaterThan(0.4);
    expect(prefillShare(served({ outputTokens: 2 }))).toBeGreaterThan(0.9);
  });

  test("is all of a model that writes nothing", () => {
    const prediction = predictServing({
      model: "bge-m3",
      gpu: "l4",
      load: { kind: "open", requestsPerSecond: 50 },
      inputTokens: 400,
    });
    expect(prefillShare(prediction)).toBe(1);
  });

  // Prompts per second times what each adds, which the prediction tells by its step that reads one.
  test.each([4, 16, 64])("is the time of the prompts that come in a second, of %d in flight", (count) => {
    const { requestsPerSecond, prompt, decode, ...rest } = inFlight(count);
    const inSecond = requestsPerSecond * (prompt.seconds - decode.seconds);
    expect(prefillShare({ requestsPerSecond, prompt, decode, ...rest }) / inSecond).toBeGreaterThan(0.8);
    expect(prefillShare({ requestsPerSecond, prompt, decode, ...rest }) / inSecond).toBeLessThan(1.2);
  });

  test("of one request alone is its time to the first token", () => {
    const alone = inFlight(1);
    expect(prefillShare(alone)).toBeCloseTo((alone.ttftSeconds ?? NaN) / (alone.e2eSeconds ?? NaN), 12);
    expect(Math.abs(prefillShare(inFlight(1.01)) / prefillShare(alone) - 1)).toBeLessThan(0.02);
  });
});

describe("the law of power", () => {
  test("is that of the fit", () => {
    for (const { gpu, law } of powerLaws.fitted) expect(powerLawOf(gpu)).toEqual({ law, basis: "fitted", error: 0.2 });
    expect(powerLawOf("l40s")).toEqual({ law: powerLaws.together.law, basis: "assumed", error: 0.3 });
  });

  test("stays between idle and rated, and rises with every kind of work", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const work: fc.Arbitrary<GpuWork> = fc.record({
      memory: part,
      compute: part,
      runningPerGpu: fc.double({ min: 0.01, max: 500, noNaN: true }),
      gpusPerReplica: fc.constantFrom(1, 2, 4, 8),
    });
    fc.assert(
      fc.property(
        work,
        part,
        fc.constantFrom(...powerLaws.fitted.map(({ law }) => law), powerLaws.together.law),
        (given, more, law) => {
          const share = powerShare(law, given);
          expect(share).toBeGreaterThanOrEqual(IDLE_SHARE);
          expect(share).toBeLessThanOrEqual(1);
          for (const kind of ["memory", "compute", "runningPerGpu"] as const)
            expect(powerShare(law, { ...given, [kind]: given[kind] + more })).toBeGreaterThanOrEqual(share);
        },
      ),
    );
  });

  test("sees a slower step as less work in the time", () => {
    const prediction = inFlight(16);
    const { memory, compute } = gpuWork(prediction);
    expect(gpuWork(prediction, 2 * prediction.decode.seconds)).toMatchObject({
      memory: memory / 2,
      compute: compute / 2,
    });
  });
});

describe("a fleet", () => {
  const powerOf = (changes: Partial<Parameters<typeof fleetPower>[0]> = {}): FleetPower => {
    const power = fleetPower({ gpu: h100, prediction: inFlight(32), gpus: 1, pue: 1.3, ...changes });
    if (power === null) throw new Error("no power");
    return power;
  };

  // 10 kW of twenty H100: 2.5 servers of 1.5 kW and 0.23 of it.
  test("draws what its servers do beside the GPUs", () => {
    expect(otherServerWatts(10_000, 20, 8)).toBeCloseTo(6050, 9);
    expect(otherServerWatts(784, 2, 2)).toBeCloseTo(546, 9);
  });

  test("has a site above its servers above its GPUs, and a range about them", () => {
    const { gpuWatts, serverWatts, siteWatts, siteRange, gpuJoulesPerOutputToken } = powerOf();
    expect(serverWatts).toBeCloseTo(gpuWatts + otherServerWatts(gpuWatts, 1, 8), 9);
    expect(siteWatts).toBeCloseTo(1.3 * serverWatts, 9);
    expect(siteRange.min + siteRange.max).toBeCloseTo(2 * siteWatts, 9);
    expect(siteRange.min).toBeLessThan(0.85 * siteWatts);
    expect(gpuJoulesPerOutputToken).toBeCloseTo(gpuWatts / inFlight(32).outputTokensPerSecond, 9);
  });

  test("draws idle power where nothing runs, on GPUs that are paid for and not used too", () => {
    const lone = powerOf({ prediction: inFlight(1e-6) });
    expect(lone.gpuWatts).toBeCloseTo(IDLE_SHARE * 700, 2);
    expect(powerOf({ gpus: 3 }).gpuWatts).toBeCloseTo(powerOf().gpuWatts + 2 * IDLE_SHARE * 700, 9);
  });

  test("draws what was measured of it, without a doubt about the GPUs", () => {
    const given = powerOf({ ownGpuWatts: 500 });
    expect([given.gpuWatts, given.basis]).toEqual([500, "given"]);
    expect(given.siteRange.max - given.siteWatts).toBeCloseTo(1.3 * 0.3 * (given.serverWatts - 500), 9);
  });

  test("has no power where nobody rated the GPU", () => {
    expect(fleetPower({ gpu: { ...h100, powerWatts: null }, prediction: inFlight(1), gpus: 1, pue: 1.3 })).toBeNull();
  });
});

describe("the footprint", () => {
  // Twenty H100 on a site of 20.865 kW in France: 183 MWh and 8.1 t a year by use; 2.5 servers and 20 boards of making.
  test("is use and making", () => {
    const power = { siteRange: { min: 20_865, max: 20_865 } } as FleetPower;
    const footprint = footprintOf({
      gpu: h100.id,
      gpus: 20,
      power,
      requestsPerSecond: 29.6,
      zone: "FRA",
      lifeYears: 5,
      pue: 1.3,
      parameters: { total: 70.6e9, active: 70.6e9 },
      outputTokens: 211,
    });
    expect(footprint.perYear.kWh.min).toBeCloseTo(182_777.4, 1);
    expect(footprint.embodiedPerYear).toEqual({ min: (2.5 * 1300 + 20 * 164) / 5, max: (2.5 * 5700 + 20 * 164) / 5 });
    expect(footprint.perYear.kgCO2eq.max).toBeCloseTo(8075.1 + 3506, 0);
    expect(footprint.perRequest.kWh.min).toBeCloseTo(182_777.4 / (29.6 * 3600 * 8760), 9);
    expect(footprint.ecologitsPerRequest?.kWh.min).toBeCloseTo(1.5095974700972577e-4, 9);
  });

  test("of making is published for few, and a range for others", () => {
    expect(embodiedCarbon("h100-sxm5-80gb", 8)).toEqual({
      kilograms: { min: 1312 + 1300, max: 1312 + 5700 },
      gpuIsPublished: true,
    });
    const other = embodiedCarbon("l40s", 8);
    expect(other.gpuIsPublished).toBe(false);
    expect(other.kilograms.min).toBe(8 * 60 + 1300);
  });

  // Worked out apart, by the formulas of mlco2/ecologits:ecologits/impacts/llm.py@5be90da.
  test.each([
    [
      { totalParameters: 70.6e9, activeParameters: 70.6e9, outputTokens: 211, pue: 1.3, gramsPerKwh: 44.18 },
      1.5095974700972577e-4,
      1.7339499208816616e-5,
    ],
    [
      { totalParameters: 8.03e9, activeParameters: 8.03e9, outputTokens: 400, pue: 1.2, gramsPerKwh: 473.01 },
      3.567359233573778e-5,
      1.9472667960071727e-5,
    ],
    [
      { totalParameters: 671e9, activeParameters: 37e9, outputTokens: 500, pue: 1.15, gramsPerKwh: 44.18 },
      1.9064682350068175e-3,
      2.3370215475574006e-4,
    ],
  ])("as EcoLogits reckons it: %j", (request, kWh, kilograms) => {
    const usage = ecologitsFootprint(request);
    expect(usage.kWh.min / kWh).toBeCloseTo(1, 9);
    expect(usage.kgCO2eq.max / kilograms).toBeCloseTo(1, 9);
    expect(usage.kWh.max).toBe(usage.kWh.min);
  });
});
