import { describe, expect, test } from "vitest";
import { estimateGpus, InfrascaleError } from "infrascale";
import { profileOf } from "../../docs/calculator/src/form/profile-of.js";
import { calibrate } from "../../docs/calculator/src/worker/calibrate.js";
import { askedWith, SMALL } from "./questions.js";

const question = askedWith(SMALL);
const csv = (gpu: string | null): string =>
  [
    `concurrency,inputTokens,outputTokens,ttftSeconds,tpotSeconds${gpu === null ? "" : ",gpu"}`,
    ...["1,512,256,0.110,0.026", "16,512,256,0.190,0.029", "64,512,256,0.310,0.041"].map((row) =>
      gpu === null ? row : `${row},${gpu}`,
    ),
  ].join("\n");
const fitted = (text: string): ReturnType<typeof calibrate> =>
  calibrate({ files: [{ name: "sweep.csv", text }], question });

describe("load tests", () => {
  test("give a profile that is nearer to them, of the deployment that is asked about where they do not say", async () => {
    const { profile, rows, errorBefore, errorAfter } = await fitted(csv(null));
    expect(rows).toBe(3);
    expect(errorAfter).toBeLessThan(errorBefore);
    expect(profile.provenance).toMatchObject({ gpus: ["l40s"], files: ["sweep.csv"] });
    const estimate = estimateGpus({ ...question.request, profile }, question.options);
    expect(estimate.status === "feasible" && estimate.plan?.profile).toBeTruthy();
  });

  test("of another GPU stay of that GPU", async () => {
    const { profile } = await fitted(csv("h100"));
    expect(profile.provenance.gpus).toEqual(["h100-sxm5-80gb"]);
  });

  test("that are none are refused", async () => {
    await expect(fitted("no load test")).rejects.toThrow(InfrascaleError);
  });
});

test("a profile is told from other files", async () => {
  const { profile } = await fitted(csv(null));
  expect(profileOf(JSON.stringify(profile))).toEqual(profile);
  expect([profileOf("{}"), profileOf("null"), profileOf(csv(null))]).toEqual([null, null, null]);
});
