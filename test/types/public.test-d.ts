import { describe, expectTypeOf, test } from "vitest";
import {
  classicModel,
  estimateGpus,
  gpus,
  models,
  nelderMead,
  type Constraint,
  type Estimate,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type Gpu,
  type InfeasibleEstimate,
  type Minimizer,
  type Model,
  type NamedEstimate,
  type PerformanceModel,
  type Workload,
} from "../../src/index.js";
import * as core from "../../src/core.js";
import * as engine from "../../src/engine.js";
import * as root from "../../src/index.js";

describe("the public surface", () => {
  test("estimateGpus takes ids or objects, and gives a union", () => {
    expectTypeOf(estimateGpus).toEqualTypeOf<(request: EstimateRequest, options?: EstimateOptions) => NamedEstimate>();
    expectTypeOf<NamedEstimate>().toExtend<Estimate>();
    expectTypeOf<EstimateRequest["model"]>().toEqualTypeOf<string | Model>();
    expectTypeOf<EstimateRequest["gpu"]>().toEqualTypeOf<string | Gpu>();
    expectTypeOf<core.EstimateRequest["model"]>().toEqualTypeOf<Model>();
    expectTypeOf<Estimate>().toEqualTypeOf<FeasibleEstimate | InfeasibleEstimate>();
  });

  test("the status tells the two kinds of estimate apart", () => {
    const estimate = {} as Estimate;
    if (estimate.status === "feasible") expectTypeOf(estimate.gpus).toBeNumber();
    else {
      expectTypeOf(estimate.reason).toBeString();
      expectTypeOf(estimate).not.toHaveProperty("gpus");
    }
  });

  test("a workload names lengths, and users, requests in flight or a rate", () => {
    expectTypeOf<{ concurrentUsers: number; inputTokens: number; outputTokens: number }>().toExtend<Workload>();
    expectTypeOf<{ requestsInFlight: number; inputTokens: number; outputTokens: number }>().toExtend<Workload>();
    expectTypeOf<{
      requestsPerSecond: number;
      inputTokens: { mean: number; cv: number };
      outputTokens: number;
    }>().toExtend<Workload>();
    expectTypeOf<{
      requestsInFlight: number;
      requestsPerSecond: number;
      inputTokens: number;
      outputTokens: number;
    }>().not.toExtend<Workload>();
    expectTypeOf<{
      concurrentUsers: number;
      requestsInFlight: number;
      inputTokens: number;
      outputTokens: number;
    }>().not.toExtend<Workload>();
    expectTypeOf<{
      requestsPerSecond: number;
      thinkSeconds: number;
      inputTokens: number;
      outputTokens: number;
    }>().not.toExtend<Workload>();
    expectTypeOf<{ requestsInFlight: number; inputTokens: number }>().toExtend<Workload>();
    expectTypeOf<{ requestsInFlight: number; outputTokens: number }>().not.toExtend<Workload>();
  });

  test("parts of the user's own have their types", () => {
    expectTypeOf(classicModel).returns.toEqualTypeOf<PerformanceModel>();
    expectTypeOf(nelderMead).returns.toEqualTypeOf<Minimizer>();
    expectTypeOf<{
      name: string;
      unit: string;
      evaluate: () => { demand: number; limit: number };
    }>().toExtend<Constraint>();
    expectTypeOf<{ name: string; evaluate: () => number }>().not.toExtend<Constraint>();
  });

  test("the root takes what the entries without names take, and answers what they answer", () => {
    expectTypeOf(root.estimateGpus).toExtend<typeof core.estimateGpus>();
    expectTypeOf(root.predictServing).toExtend<typeof engine.predictServing>();
    expectTypeOf(root.engineModel).toExtend<typeof engine.engineModel>();
    expectTypeOf<core.EstimateRequest>().toExtend<EstimateRequest>();
    expectTypeOf<core.EstimateOptions>().toExtend<EstimateOptions>();
    expectTypeOf<engine.ServingRequest>().toExtend<root.ServingRequest>();
    expectTypeOf<engine.EngineModelOptions>().toExtend<root.EngineModelOptions>();
    expectTypeOf<EstimateRequest>().not.toExtend<core.EstimateRequest>();
  });

  test("the catalogs are read-only", () => {
    expectTypeOf(gpus).toEqualTypeOf<readonly Gpu[]>();
    expectTypeOf(models).toEqualTypeOf<readonly Model[]>();
  });
});
