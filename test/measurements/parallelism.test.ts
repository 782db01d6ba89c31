import { describe, expect, test } from "vitest";
import { resolveParallelism } from "../../src/measurements/resolve-parallelism.js";

describe("parallelism", () => {
  const sizes = (
    gpus: number | null,
    tensor: number | null,
    data: number | null,
    expert: number | null = null,
    pipeline: number | null = null,
  ): unknown => resolveParallelism({ gpus, tensor, pipeline, expert, data });

  test("three ways to write eight data ranks on eight GPUs mean the same", () => {
    const expected = { gpus: 8, tensor: 1, pipeline: 1, data: 8, expert: 8, replicas: 1 };
    expect(sizes(8, 1, 8, 8)).toEqual(expected);
    expect(sizes(8, null, 8, 8)).toEqual(expected);
    expect(sizes(8, 8, 8, 8)).toEqual(expected);
  });

  test("pipeline stages come off before data ranks", () => {
    expect(sizes(4, null, 2, 2, 2)).toMatchObject({ tensor: 1, pipeline: 2, data: 2, replicas: 1 });
  });

  test("GPUs left over are replicas", () => {
    expect(sizes(72, 8, null, 8)).toMatchObject({ tensor: 8, replicas: 9, expert: 8 });
    expect(sizes(8, 2, null, null, 2)).toMatchObject({ tensor: 2, pipeline: 2, replicas: 2 });
  });

  test("one GPU needs no statement, eight do", () => {
    expect(sizes(1, null, null)).toMatchObject({ tensor: 1, replicas: 1 });
    expect(sizes(8, null, null)).toBe("parallelism-not-stated");
    expect(sizes(null, null, null)).toBe("parallelism-not-stated");
  });

  test("sizes that the GPUs cannot hold contradict each other", () => {
    expect(sizes(2, 4, null)).toBe("parallelism-contradictory");
    expect(sizes(4, 3, null)).toBe("parallelism-contradictory");
    expect(sizes(4, 4, null, 8)).toBe("parallelism-contradictory");
  });

  test("without a total the sizes make it", () => {
    expect(sizes(null, 4, 2)).toMatchObject({ gpus: 8, tensor: 4, data: 2, replicas: 1 });
  });
});
