import type { FeasibleEstimate } from "infrascale";
import type { Strings } from "../language/en.js";

/** A part of a card's memory. */
export interface CardPart {
  readonly name: keyof Strings["memory"]["parts"];
  readonly bytes: number;
}

/**
 * What the memory of one GPU goes to, from the weights up to the whole card.
 *
 * @param estimate - a feasible one.
 * @param cardBytes - all the memory of the card.
 * @returns parts that add up to the card.
 */
export function cardMemory(
  { performance, gpusPerReplica }: Pick<FeasibleEstimate, "performance" | "gpusPerReplica">,
  cardBytes: number,
): readonly CardPart[] {
  const { memory, kvCache } = performance;
  const { weights = 0, kvCacheOfOneRequest = 0, ...others } = memory.parts;
  const workSpace = Object.values(others).reduce((sum, bytes) => sum + bytes, 0);
  const used = kvCache?.runningBytes ?? kvCacheOfOneRequest;
  const parts = [
    { name: "weights", bytes: weights },
    { name: "workSpace", bytes: workSpace },
    { name: "cacheUsed", bytes: used },
    { name: "cacheFree", bytes: Math.max(0, (kvCache?.poolBytes ?? used) - used) },
  ] as const;
  const each = parts.map(({ name, bytes }) => ({ name, bytes: bytes / gpusPerReplica }));
  const taken = each.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...each, { name: "kept", bytes: Math.max(0, cardBytes - taken) }];
}
