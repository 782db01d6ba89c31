import type { ListedGpu } from "../worker/protocol.js";
import type { Strings } from "./en.js";

/** A GPU by its name and memory, which tells it from others of the name. */
export const gpuName = (
  { numbers }: Pick<Strings, "numbers">,
  { name, memoryBytes }: Pick<ListedGpu, "name" | "memoryBytes">,
): string => `${name}, ${numbers.bytes(memoryBytes)}`;
