import { describe, expect, test } from "vitest";
import { estimateGpus, predictServing, predictWaiting } from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import { refusal } from "../support/refusal.js";

const deployment = { model: "Qwen/Qwen3-VL-8B-Instruct", gpu: "h100", engine: "vllm" } as const;
const images = { imagesPerRequest: 2, imageSize: { widthPixels: 1024, heightPixels: 768 } } as const;
const lengths = { inputTokens: 200, outputTokens: 100 } as const;
const load = { kind: "closed-loop", requestsInFlight: 16 } as const;
/** 32 x 24 cells, and two marks. */
const IMAGE_TOKENS = 770;

describe("images in prompts", () => {
  const text = predictServing({ ...deployment, load, outputTokens: 100, inputTokens: 200 + 2 * IMAGE_TOKENS });
  const seen = predictServing({ ...deployment, load, ...lengths, ...images });

  test("hold the cache and are read as text of as many tokens, and are encoded besides", () => {
    expect(seen.slots).toBe(text.slots);
    expect(seen.memory.kvCacheBytes).toBe(text.memory.kvCacheBytes);
    expect(seen.decode.seconds / text.decode.seconds).toBeCloseTo(1, 2);
    expect(seen.prompt.computeSeconds).toBeGreaterThan(text.prompt.computeSeconds);
    expect(seen.ttftSeconds).toBeGreaterThan(text.ttftSeconds as number);
  });

  // 0.4 B of weights and the pairs of 3072 patches, twice, at half of 989 TFLOPS, and launches: some milliseconds.
  test("take an encoder's arithmetic", () => {
    const flops = 2 * (2 * 3072 * 27 * (4 * 1152 ** 2 + 2 * 1152 * 4304) + 27 * 4 * 1152 * 3072 ** 2);
    const encoding =
      alone({ ...lengths, ...images }) - alone({ outputTokens: 100, inputTokens: 200 + 2 * IMAGE_TOKENS });
    expect(encoding).toBeGreaterThan(flops / 989e12);
    expect(encoding).toBeLessThan(5 * (flops / 989e12));
  });

  test("weigh on memory only where a step encodes many patches", () => {
    const many = predictServing({
      ...deployment,
      load,
      ...lengths,
      imagesPerRequest: 8,
      imageSize: { widthPixels: 4096, heightPixels: 4096 },
    });
    // 16,384 tokens and more than a step has room for: one image of 65,536 patches, 2 (2 x 4304 + 6 x 1152) bytes each.
    expect(many.memory.parts.activations).toBeGreaterThanOrEqual(2 * 65_536 * (2 * 4304 + 6 * 1152));
  });

  test("are the same in every door, and the tokens that were assumed are told", () => {
    const workload = { requestsInFlight: 16, ...lengths, ...images };
    const waiting = predictWaiting({ ...deployment, workload });
    const simulated = simulate({ ...deployment, workload, requests: 2000 });
    const estimate = estimateGpus({ ...deployment, workload, targets: { ttft: { mean: 5 } } });
    const assumed = { code: "image-tokens", asked: "1024x768", used: IMAGE_TOKENS };
    for (const one of [seen, waiting, simulated, estimate]) expect(one.assumed).toContainEqual(assumed);
    const endless = predictServing({ ...deployment, load: { ...load, rounds: Infinity }, ...lengths, ...images });
    expect(waiting.stable && waiting.e2eSeconds.mean / (endless.e2eSeconds as number)).toBeCloseTo(1, 1);
    expect((simulated.e2eSeconds?.mean ?? 0) / (endless.e2eSeconds as number)).toBeCloseTo(1, 1);
    expect(estimate.status).toBe("feasible");
  });

  test("that the prefix cache holds are not encoded again", () => {
    const half = { ...lengths, ...images, prefixCacheHitRate: 0.5 };
    const encoding =
      alone({ ...lengths, ...images }) - alone({ outputTokens: 100, inputTokens: 200 + 2 * IMAGE_TOKENS });
    const ofHalf =
      alone(half) - alone({ outputTokens: 100, inputTokens: 200 + 2 * IMAGE_TOKENS, prefixCacheHitRate: 0.5 });
    expect(ofHalf / encoding).toBeCloseTo(0.5, 6);
  });

  test("are refused by a model that reads none, and by halves", () => {
    const asked = { ...deployment, load, ...lengths };
    expect(refusal(() => predictServing({ ...asked, ...images, model: "qwen3-8b" }))).toBe(
      "unsupported-workload imagesPerRequest",
    );
    expect(refusal(() => predictServing({ ...asked, imagesPerRequest: 1 }))).toBe(
      "contradictory-workload imagesPerRequest",
    );
    expect(refusal(() => predictServing({ ...asked, imageSize: images.imageSize }))).toBe(
      "contradictory-workload imageSize",
    );
    expect(refusal(() => predictServing({ ...asked, ...images, imagesPerRequest: 0.5 }))).toBe(
      "out-of-range imagesPerRequest",
    );
    expect(refusal(() => predictServing({ ...asked, ...images, imageSize: { widthPixels: 0, heightPixels: 1 } }))).toBe(
      "out-of-range imageSize.widthPixels",
    );
  });
});

/** Reading one prompt in an idle engine, seconds. */
function alone(
  lengths: Pick<
    Parameters<typeof predictServing>[0],
    "inputTokens" | "outputTokens" | "prefixCacheHitRate" | "imagesPerRequest" | "imageSize"
  >,
): number {
  return predictServing({ ...deployment, load: { kind: "closed-loop", requestsInFlight: 1 }, ...lengths }).prompt
    .seconds;
}
