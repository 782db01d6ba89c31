import { describe, expect, test } from "vitest";
import { errorText, optionOf, type NamedOption } from "../../src/cli/option-names.js";
import { InfrascaleError } from "../../src/index.js";
import { english } from "../../src/language/english/index.js";

const option = (long: string): NamedOption => ({
  long,
  attributeName: () => long.slice(2).replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
});
const OPTIONS = [
  "--model",
  "--weights",
  "--max-num-seqs",
  "--ttft",
  "--ttft-p95",
  "--input-tokens",
  "--input-cv",
  "--prefix-cache-share",
  "--concurrent-users",
  "--confidence",
  "--band",
].map(option);

describe("fields in the words of the command", () => {
  test.each([
    ["model", "--model"],
    ["precision.weights", "--weights"],
    ["settings.maxNumSeqs", "--max-num-seqs"],
    ["targets.ttft", "--ttft"],
    ["targets.ttft.p95", "--ttft-p95"],
    ["workload.inputTokens", "--input-tokens"],
    ["workload.inputTokens.cv", "--input-cv"],
    ["workload.prefixCacheHitRate", "--prefix-cache-share"],
    ["options.confidence", "--confidence"],
    ["options.band.confidence", "--band"],
    ["input-cv", "--input-cv"],
    ["file", null],
  ])("%s is %s", (field, name) => {
    expect(optionOf(field, OPTIONS)).toBe(name);
  });

  test("in the rule, too", () => {
    const error = new InfrascaleError({
      code: "contradictory-workload",
      field: "workload",
      rule: "must name concurrentUsers or requestsInFlight",
      value: "none",
    });
    expect(errorText(error, OPTIONS, english)).toBe(
      'workload must name --concurrent-users or requestsInFlight, got "none"',
    );
  });
});
