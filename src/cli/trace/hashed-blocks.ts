import type { JsonRecord } from "../../calibrate/readers/json-record.js";

/** Tokens that one hash stands for, in the traces of Mooncake and of those who write like it. */
const BLOCK_TOKENS = 512;

/** What a prefix cache without end would hold of the prompts whose blocks are named by `hash_ids`. */
export interface HashedBlocks {
  readonly add: (line: JsonRecord) => void;
  /** Share of all tokens; 0 where no blocks are named. */
  readonly share: () => number;
}

/** Follows the blocks of prompts as they come. */
export function hashedBlocks(): HashedBlocks {
  const seen = new Set<unknown>();
  let held = 0;
  let tokens = 0;
  return {
    add: ({ hash_ids: hashes, input_length: input }) => {
      if (!Array.isArray(hashes) || typeof input !== "number") return;
      const fresh = hashes.findIndex((hash) => !seen.has(hash));
      held += Math.min(input, BLOCK_TOKENS * (fresh < 0 ? hashes.length : fresh));
      tokens += input;
      for (const hash of hashes) seen.add(hash);
    },
    share: () => (tokens === 0 ? 0 : held / tokens),
  };
}
