import { expect, test } from "vitest";
import { renderComparison } from "../../src/cli/comparison/render-comparison.js";
import { renderFleetLimit } from "../../src/cli/decision/render-fleet-limit.js";
import { languageAmong } from "../../src/cli/language-flag.js";
import { errorText } from "../../src/cli/option-names.js";
import { renderEstimate } from "../../src/cli/render-estimate.js";
import { compareGpus, maxUsers } from "../../src/decide.js";
import { estimateGpus } from "../../src/index.js";
import { say } from "../../src/language.js";
import { english } from "../../src/cli/language/english/index.js";
import { french } from "../../src/cli/language/french/index.js";
import { thrown } from "../support/refusal.js";

const request = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: { requestsPerSecond: 6, inputTokens: 1155, outputTokens: 211 },
  targets: { ttft: { p95: 1 } },
};

test("an estimate, a comparison and a limit are told in French", () => {
  const estimate = estimateGpus(request);
  const flat = (text: string): string => text.replaceAll(/\s+/g, " ");
  expect(flat(renderEstimate(estimate, french))).toContain(flat(say(french, "summary", estimate)));
  expect(renderEstimate(estimate, french)).toContain(french.labels.proven.split(" ")[0]);
  const { candidates } = compareGpus(request, { gpus: ["l2"], cost: { today: "2026-11-30" } });
  const [refused] = candidates;
  if (refused?.status !== "refused") throw new Error("not refused");
  expect(flat(renderComparison({ candidates, assumed: [] }, french))).toContain(
    flat(say(french, "rule", refused.refusal)),
  );
  expect(renderFleetLimit({ ...request, gpus: 1 }, [maxUsers({ ...request, gpus: 1 })], french)).toContain(
    "requêtes par seconde",
  );
});

test("an error is told in the options of the command, in both languages", () => {
  const options = [{ long: "--requests-in-flight", attributeName: () => "requestsInFlight" }];
  const error = thrown(() =>
    estimateGpus({ ...request, workload: { ...request.workload, requestsInFlight: 3 } } as never),
  );
  expect(errorText(error, options, english)).toContain("--requests-in-flight and requestsPerSecond");
  expect(errorText(error, options, french)).toContain("--requests-in-flight et requestsPerSecond");
});

test("the language is that which the words of a command name last", async () => {
  const named = async (...words: readonly string[]): Promise<string> => (await languageAmong(words)).locale;
  expect(await named("estimate")).toBe("en");
  expect(await named("estimate", "--language", "fr", "--json")).toBe("fr");
  expect(await named("estimate", "--language=fr")).toBe("fr");
  expect(await named("--language=fr", "--language", "en")).toBe("en");
  expect(await named("--language", "tlh")).toBe("en");
  expect(await named("--language")).toBe("en");
});
