import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Where figures come from: a build leaves it out, and the published files have it. */
const REMARKS = ["provenance", "source", "utilizationSource", "batchSource", "answerShareSource"];

const published = (name: string): unknown =>
  JSON.parse(readFileSync(`catalogs/${name}.json`, "utf8"), (key, value: unknown) =>
    REMARKS.includes(key) ? undefined : value,
  );

/** Not there before the build, when types are checked. */
const built: string = "../../dist/index.js";

test("the built library has the catalogs as they are published, but for where the figures come from", async () => {
  const { engines, gpus, models, workloadPresets } = (await import(built)) as Record<string, unknown>;
  expect({ engines, gpus, models, workloads: workloadPresets }).toStrictEqual({
    engines: published("engines"),
    gpus: published("gpus"),
    models: published("models"),
    workloads: published("workloads"),
  });
});
