import { describe, expect, it } from "vitest";
import { emptyCache, keepBlocks, reclaim, takeBlocks, touchCache } from "../../src/simulate/block-cache.js";

const cache = { blocks: 10, blockTokens: 1, requestBlocks: 0 };

/** A cache of ten blocks in which so many are kept, the first owner's the longest. */
function keeping(...counts: readonly number[]) {
  const use = emptyCache();
  counts.forEach((count, owner) => keepBlocks(use, owner, count));
  return use;
}

describe("free blocks", () => {
  it("keep what they hold while others have room beside them", () => {
    const use = keeping(3, 2);
    takeBlocks(use, cache, 5);
    expect([[...use.kept], use.keptBlocks, use.usedBlocks]).toEqual([
      [
        [0, 3],
        [1, 2],
      ],
      5,
      5,
    ]);
  });

  it("are lost where they are needed, what was freed first before the rest", () => {
    const use = keeping(3, 2);
    takeBlocks(use, cache, 6);
    expect([[...use.kept], use.keptBlocks]).toEqual([
      [
        [0, 2],
        [1, 2],
      ],
      4,
    ]);
    takeBlocks(use, cache, 3);
    expect([[...use.kept], use.keptBlocks, use.usedBlocks]).toEqual([[[1, 1]], 1, 9]);
    takeBlocks(use, cache, 1);
    expect([[...use.kept], use.keptBlocks, use.usedBlocks]).toEqual([[], 0, 10]);
  });

  it("hold what was kept last for an owner, and nothing where nothing was", () => {
    const use = keeping(3, 0);
    keepBlocks(use, 0, 2);
    expect([[...use.kept], use.keptBlocks]).toEqual([[[0, 2]], 2]);
    expect([reclaim(use, 0), reclaim(use, 0), use.keptBlocks, use.kept.size]).toEqual([2, 0, 0, 0]);
  });

  it("are not in use: blocks count for as long as they are", () => {
    const use = keeping(3);
    takeBlocks(use, cache, 2);
    touchCache(use, 4);
    takeBlocks(use, cache, 1);
    touchCache(use, 5);
    expect(use.blockSeconds).toBe(2 * 4 + 3);
  });
});
