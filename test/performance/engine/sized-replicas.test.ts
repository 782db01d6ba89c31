import { describe, expect, it } from "vitest";
import type { Replica } from "../../../src/performance/replica.js";
import { sizedReplicas } from "../../../src/performance/engine/sized-replicas.js";

const GIB = 2 ** 30;

/** Replicas that know their size only: 100 GiB of weights over all GPUs, 10 GiB of work space and 2 GiB of cache on each. */
const replicas = () => {
  const built: number[] = [];
  const replica = (gpus: number): Replica => {
    built.push(gpus);
    return {
      deployment: { parallelism: { tensor: gpus, pipeline: 1, expert: 1, data: 1 } },
      memory: (maxNumSeqs: number) => ({
        usableBytes: 80 * GIB,
        leftBytes: (80 - 10) * GIB - (100 * GIB) / gpus,
        parts: { weights: (100 * GIB) / gpus },
        maxNumSeqs,
      }),
      requestBytes: (maxNumSeqs: number) => 2 * GIB * maxNumSeqs,
    } as unknown as Replica;
  };
  const sized = sizedReplicas([1, 2, 8], replica, ({ tensor, pipeline }) => replica(10 * tensor + pipeline));
  return { built, sized };
};
const size = ({ deployment }: Replica): number => deployment.parallelism.tensor ** 2;

describe("replicas by size", () => {
  it("are built when asked for, once", () => {
    const { built, sized } = replicas();
    expect(built).toEqual([]);
    expect(sized.exact({ gpusPerReplica: 2 })).toBe(sized.exact({ gpusPerReplica: 2 }));
    sized.geometric({ gpusPerReplica: 2 }, size);
    sized.memory({ gpusPerReplica: 2 }, 1);
    expect(built).toEqual([2]);
  });

  it("are themselves at whole sizes, of the list or not", () => {
    const { built, sized } = replicas();
    expect(sized.geometric({ gpusPerReplica: 8 }, size)).toBe(64);
    expect(sized.geometric({ gpusPerReplica: 4 }, size)).toBe(16);
    expect(built).toEqual([8, 4]);
  });

  it("lie geometrically between the sizes that can be built", () => {
    const { built, sized } = replicas();
    // 4 at two GPUs and 64 at eight: a quarter of the way in logarithms is 4 * 16^(1/4).
    expect(sized.geometric({ gpusPerReplica: 2 * Math.SQRT2 }, size)).toBeCloseTo(8, 12);
    expect(sized.geometric({ gpusPerReplica: Math.SQRT2 }, size)).toBeCloseTo(2, 12);
    expect(built.toSorted()).toEqual([1, 2, 8]);
  });

  it("are the nearest beyond the list", () => {
    const { sized } = replicas();
    expect(sized.geometric({ gpusPerReplica: 9.5 }, size)).toBe(64);
    expect(sized.geometric({ gpusPerReplica: 0.5 }, size)).toBe(1);
  });
});

describe("replicas of a split", () => {
  const split = { tensor: 2, pipeline: 3, expert: 1, data: 1 };

  it("are built once, whichever object names the split, and are not those of their size", () => {
    const { built, sized } = replicas();
    expect(sized.geometric({ gpusPerReplica: 6, split }, size)).toBe(23 ** 2);
    expect(sized.exact({ gpusPerReplica: 6, split: { ...split } })).toBe(sized.exact({ gpusPerReplica: 6, split }));
    expect(sized.memory({ gpusPerReplica: 6, split }, 1).limitBytes).toBe(6 * 80 * GIB);
    expect(built).toEqual([23]);
    expect(sized.exact({ gpusPerReplica: 6, split: { ...split, expert: 2 } })).not.toBe(
      sized.exact({ gpusPerReplica: 6, split }),
    );
  });
});

describe("memory of a replica", () => {
  const { sized } = replicas();

  it("is that of all its GPUs: weights, work space and the cache of one request, against what may be used", () => {
    const { demandBytes, limitBytes, parts } = sized.memory({ gpusPerReplica: 2 }, 3);
    expect(limitBytes).toBe(2 * 80 * GIB);
    expect(parts).toEqual({ weights: 100 * GIB, workSpace: 2 * 10 * GIB, kvCacheOfOneRequest: 2 * 3 * 2 * GIB });
    expect(demandBytes).toBe((100 + 20 + 12) * GIB);
  });

  it("lies between those of the sizes around, linear in the logarithm of the size", () => {
    const { demandBytes, limitBytes, parts } = sized.memory({ gpusPerReplica: Math.SQRT2 }, 1);
    expect(limitBytes / GIB).toBeCloseTo(120, 9);
    expect(demandBytes / GIB).toBeCloseTo((112 + 124) / 2, 9);
    expect((parts["workSpace"] ?? 0) / GIB).toBeCloseTo(15, 9);
    expect((parts["kvCacheOfOneRequest"] ?? 0) / GIB).toBeCloseTo(3, 9);
  });
});
