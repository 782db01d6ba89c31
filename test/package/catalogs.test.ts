import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const published = (name: string): unknown => JSON.parse(readFileSync(`catalogs/${name}.json`, "utf8"));

test("the built library has the catalogs as they are published", async () => {
  const { engines, gpus, models, workloadPresets } = (await import("../../dist/index.js")) as Record<string, unknown>;
  expect({ engines, gpus, models, workloads: workloadPresets }).toStrictEqual({ engines: published("engines"), gpus: published("gpus"), models: published("models"), workloads: published("workloads") });
});
