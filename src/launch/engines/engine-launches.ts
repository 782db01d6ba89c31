import type { EngineName } from "../../catalog/engine.js";
import type { EngineLaunch } from "./engine-launch.js";
import { sglang } from "./sglang.js";
import { tensorrtLlm } from "./tensorrt-llm.js";
import { vllm } from "./vllm.js";

/** How each engine is started; null for one whose options nobody knows. */
export const ENGINE_LAUNCHES: Readonly<Record<EngineName, EngineLaunch | null>> = {
  vllm,
  sglang,
  "tensorrt-llm": tensorrtLlm,
  generic: null,
};
