import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Gpu } from "../../src/catalog/gpu.js";
import type { Parallelism } from "../../src/deployment/parallelism.js";

import { allReduceTime } from "../../src/kernels/all-reduce.js";
import { chooseCollective } from "../../src/kernels/collective-choice.js";
import { joinedGpus, networkBytesPerSecond, networkMessage, replicaServers } from "../../src/kernels/network.js";
import { decodeStep } from "../../src/kernels/step.js";
import { deepSeekV3, llama8b } from "../deployment/memory/fixtures.js";
import { catalogGpu, h100, laws, one, profile } from "./fixtures.js";

const withNetwork = (gpu: Gpu, networkBytesPerSecond: number): Gpu => ({
  ...gpu,
  interconnect: { ...gpu.interconnect, networkBytesPerSecond },
});

const allReduceSeconds = (gpu: Gpu, gpus: number, bytes: number): number =>
  allReduceTime(bytes, gpus, chooseCollective(laws, gpu, "vllm", gpus).measured).communicationSeconds;

describe("GPUs that are joined without a network", () => {
  test.each([
    ["h100-sxm5-80gb", 8],
    // NVLink of 72 GPUs over 18 servers.
    ["gb200", 72],
    // Four in the usual server; boards with eight slots are sold.
    ["rtx-4090", 8],
    ["h100-nvl-94gb", 8],
    ["gh200-96gb", 1],
  ])("of %s are %i", (id, gpus) => expect(joinedGpus(catalogGpu(id))).toBe(gpus));

  test.each([
    [{ tensor: 8 }, 1],
    [{ tensor: 8, pipeline: 2 }, 2],
    [{ tensor: 1, data: 32 }, 4],
    [{ tensor: 3, pipeline: 3 }, 2],
  ])("a replica of %o spans so many servers of eight", (sizes, servers) =>
    expect(replicaServers(h100, { ...one, ...sizes })).toBe(servers),
  );
});

describe("the network between servers", () => {
  // One adapter a GPU of 400 Gb/s in the DGX H100, 200 Gb/s in the DGX A100; one of 200 Gb/s for two cards.
  test.each([
    ["h100-sxm5-80gb", 50e9],
    ["mi300x", 50e9],
    ["a100-sxm4-80gb", 25e9],
    ["l40s", 12.5e9],
  ])("of %s has %d bytes a second for each GPU", (id, rate) =>
    expect(networkBytesPerSecond(catalogGpu(id))).toBe(rate),
  );

  test("is what the GPU states, if it does", () => expect(networkBytesPerSecond(withNetwork(h100, 1e9))).toBe(1e9));

  // drmysore/nebius-h100-16gpu-benchmark, 2025-12-15: microseconds of an all-reduce over 16 H100 in two servers.
  test.each([
    [1e6, 88],
    [10e6, 157],
    [100e6, 647],
    [1e9, 4520],
  ])("reduces %d bytes of 16 H100 within 11 % of what was measured", (bytes, microseconds) => {
    const predicted = 1e6 * allReduceSeconds(h100, 16, bytes);
    expect(Math.abs(predicted / microseconds - 1)).toBeLessThan(0.11);
  });

  test("takes twice the latency over four times the servers, and no other rate", () => {
    expect(allReduceSeconds(h100, 32, 1) / allReduceSeconds(h100, 16, 1)).toBeCloseTo(2, 3);
    expect(allReduceSeconds(h100, 32, 1e11) / allReduceSeconds(h100, 16, 1e11)).toBeCloseTo(31 / 32 / (15 / 16), 2);
  });

  test("is never as sure as what was measured", () => {
    expect(chooseCollective(laws, h100, "vllm", 8).source).toBe("calibrated");
    expect(chooseCollective(laws, h100, "vllm", 16).source).toBe("family");
    expect(profile({ parallelism: { ...one, tensor: 8, pipeline: 2 } }).source).toBe("family");
    expect(profile({ parallelism: { ...one, tensor: 4, pipeline: 2 } }).source).toBe("calibrated");
  });

  test("does not slow cards whose own links are slower", () => {
    const l40s = catalogGpu("l40s");
    const inside = chooseCollective(laws, l40s, "vllm", 8).measured.at(-1)?.bytesPerSecond;
    expect(chooseCollective(laws, l40s, "vllm", 16).measured.at(-1)?.bytesPerSecond).toBe(inside);
  });
});

describe("messages between the stages of a pipeline", () => {
  const communication = (gpu: Gpu, sizes: Partial<Parallelism>, sequences = 64): number =>
    decodeStep(profile({ gpu, parallelism: { ...one, ...sizes } }), sequences, 1000).communicationSeconds;

  test("over the network each GPU sends its share of the hidden states once", () => {
    const bytes = (64 / 2) * 4096 * 2;
    const tensor = communication(h100, { tensor: 8 }, 32);
    const both = communication(h100, { tensor: 8, pipeline: 2 });
    const { latencySeconds, bytesPerSecond } = networkMessage(h100);
    // 32 KiB a GPU at 50 GB/s: 0.7 us after 75.
    expect(both - tensor).toBeCloseTo(latencySeconds + bytes / 8 / bytesPerSecond, 9);
  });

  test("inside of a server take as long as an all-reduce of two", () => {
    const message = allReduceSeconds(h100, 2, (64 / 4) * 4096 * 2);
    expect(communication(h100, { pipeline: 4 })).toBeCloseTo(3 * message, 12);
  });

  test("cross the network once between two servers, and always where a stage alone spans several", () => {
    const slow = withNetwork(h100, 1e6);
    const hidden = 64 * 4096 * 2;
    const crossings = (sizes: Partial<Parallelism>): number => {
      const { tensor = 1, pipeline = 1 } = sizes;
      return Math.round(communication(slow, sizes) / (hidden / pipeline / tensor / 1e6));
    };
    expect(crossings({ pipeline: 8 })).toBe(0);
    expect(crossings({ pipeline: 16 })).toBe(1);
    expect(crossings({ tensor: 4, pipeline: 6 })).toBe(2);
    const wide = { tensor: 16, pipeline: 3 };
    const oneStage = communication(slow, { tensor: 16 }, 64 / 3);
    expect(Math.round((communication(slow, wide) - oneStage) / (hidden / 3 / 16 / 1e6))).toBe(2);
  });
});

describe("a pipeline", () => {
  const seconds = (sizes: Partial<Parallelism>, sequences: number): number =>
    decodeStep(profile({ parallelism: { ...one, ...sizes } }), sequences, 1000).seconds;

  test("waits for the stage with the head as often as batches are under way", () => {
    const headless = { ...llama8b, vocabularySize: 1 };
    const head = (sizes: Partial<Parallelism>, sequences: number): number =>
      seconds(sizes, sequences) -
      decodeStep(profile({ model: headless, parallelism: { ...one, ...sizes } }), sequences, 1000).seconds;
    expect(head({ pipeline: 4 }, 64) / head({}, 16)).toBeCloseTo(4, 9);
    expect(head({ pipeline: 4 }, 1) / head({}, 1)).toBeCloseTo(1, 9);
    expect(head({ pipeline: 4 }, 2) / head({}, 1)).toBeCloseTo(2, 9);
  });

  test("a faster network never makes a step longer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(llama8b, deepSeekV3),
        fc.constantFrom("h100-sxm5-80gb", "a100-sxm4-80gb", "l40s", "gb200", "gh200-96gb"),
        fc.constantFrom({ tensor: 16 }, { tensor: 8, pipeline: 4 }, { tensor: 1, data: 32, expert: 32 }),
        fc.double({ min: 1e6, max: 1e12, noNaN: true }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 1, max: 4096, noNaN: true }),
        (model, id, sizes, rate, faster, sequences) => {
          const step = (networkRate: number): number =>
            decodeStep(
              profile({ model, gpu: withNetwork(catalogGpu(id), networkRate), parallelism: { ...one, ...sizes } }),
              sequences,
              1000,
            ).seconds;
          expect(step(rate * faster)).toBeLessThanOrEqual(step(rate) * (1 + 1e-12));
        },
      ),
    );
  });
});
