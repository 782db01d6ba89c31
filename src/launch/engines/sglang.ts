import type { Draft } from "../draft.js";
import type { LaunchedReplica } from "../launched-replica.js";
import { notice, type LaunchNotice } from "../notice.js";
import type { EngineLaunch } from "./engine-launch.js";
import { option, type EngineOption } from "./engine-option.js";

const ARGS =
  "sgl-project/sglang docs/advanced_features/server_arguments.md@004813e (2026) and @b36e8e1 (2025); python/sglang/srt/server_args.py, copies of 0.4.6, 0.5.5, 0.5.9";
const HEAD_PORT = 20_000;
/** `--max-prefill-tokens` where nobody says it. */
const USUAL_PREFILL_TOKENS = 16_384;

/** Attention in data-parallel ranks is within the tensor size, whose GPUs it divides; limits are of all ranks, each of which takes its share. */
const OPTIONS: readonly EngineOption[] = [
  option("--host", "word", ARGS, () => "0.0.0.0"),
  option("--port", "integer", ARGS, () => 30_000),
  option("--served-model-name", "word", ARGS, ({ servedName }) => servedName),
  option("--is-embedding", "switch", ARGS, ({ pooling }) => (pooling === null ? null : true)),
  option("--tp-size", "integer", ARGS, ({ tensor, data }) => tensor * data),
  option("--pp-size", "integer", ARGS, ({ pipeline }) => pipeline),
  option("--dp-size", "integer", ARGS, ({ data }) => (data > 1 ? data : null)),
  option("--enable-dp-attention", "switch", ARGS, ({ data }) => (data > 1 ? true : null)),
  option("--enable-ep-moe", "switch", ARGS, ({ expert }) => (expert > 1 ? true : null), { below: "0.5.1" }),
  option("--ep-size", "integer", ARGS, ({ expert }) => (expert > 1 ? expert : null)),
  option("--max-running-requests", "integer", ARGS, ({ maxNumSeqs, data }) => maxNumSeqs * data),
  option("--chunked-prefill-size", "integer", ARGS, ({ maxBatchedTokens, data }) => maxBatchedTokens * data),
  option("--max-prefill-tokens", "integer", ARGS, ({ maxBatchedTokens }) =>
    Math.max(USUAL_PREFILL_TOKENS, maxBatchedTokens),
  ),
  option("--context-length", "integer", ARGS, ({ maxModelLen }) => maxModelLen),
  option("--mem-fraction-static", "share", ARGS, ({ utilization }) => utilization),
  option("--dtype", "word", ARGS, ({ sixteenBit }) =>
    sixteenBit === null ? null : { bf16: "bfloat16", fp16: "float16" }[sixteenBit],
  ),
  option("--quantization", "word", ARGS, ({ quantisation }) => quantisation),
  option("--kv-cache-dtype", "word", ARGS, ({ kvCache }) => (kvCache === "fp8" ? "fp8_e4m3" : "auto")),
  option("--disable-radix-cache", "switch", ARGS, ({ prefixCaching }) => (prefixCaching ? null : true)),
  option(
    "--scheduler-recv-interval",
    "integer",
    ARGS,
    ({ receiveIntervalSteps }) => (receiveIntervalSteps === 1 ? null : receiveIntervalSteps),
    { from: "0.5" },
  ),
  // Newer versions call it --cuda-graph-max-bs-decode, and still take this (sgl-project/sglang#23906).
  option("--cuda-graph-max-bs", "integer", ARGS, ({ maxNumSeqs, pooling }) => (pooling === null ? maxNumSeqs : null)),
  option("--speculative-algorithm", "word", ARGS, ({ draft }) => (draft === null ? null : ALGORITHMS[draft.method])),
  option("--speculative-draft-model-path", "word", ARGS, ({ draft }) =>
    draft?.method === "eagle3" ? draft.model : null,
  ),
  // The three numbers come together or not at all.
  option("--speculative-num-steps", "integer", ARGS, ({ draft }) => (chains(draft) ? draft.tokens : null)),
  option("--speculative-eagle-topk", "integer", ARGS, ({ draft }) => (chains(draft) ? 1 : null)),
  option("--speculative-num-draft-tokens", "integer", ARGS, ({ draft }) =>
    draft === null ? null : draft.tokens + (chains(draft) ? 1 : 0),
  ),
  option("--nnodes", "integer", ARGS, ({ servers }) => (servers > 1 ? servers : null)),
  option("--node-rank", "integer", ARGS, ({ servers }, { rank }) => (servers > 1 ? rank : null)),
  option("--dist-init-addr", "word", ARGS, ({ servers }, { head }) => (servers > 1 ? `${head}:${HEAD_PORT}` : null)),
];

const ALGORITHMS: Readonly<Record<Draft["method"], string>> = { mtp: "NEXTN", eagle3: "EAGLE3", ngram: "NGRAM" };

/** Drafts of a model come one after the other, and the token that it adds counts among them; those that are looked up come at once. */
const chains = (draft: Draft | null): draft is Draft => draft !== null && draft.method !== "ngram";

/** What SGLang multiplies its factor by where attention runs in ranks (server_args.py). */
const RANKS_CONSERVATIVENESS = 0.3;

function noticesOf({
  data,
  pipeline,
  draft,
  hasExperts,
  kvCache,
  asksForCache,
}: LaunchedReplica): readonly LaunchNotice[] {
  return [
    ...(pipeline > 1 && draft !== null ? [notice("drafts-in-stages", { pipeline })] : []),
    ...(pipeline > 1 ? [notice("no-overlap", { pipeline })] : []),
    ...(data > 1 && hasExperts ? [notice("conservativeness", { factor: RANKS_CONSERVATIVENESS })] : []),
    ...(kvCache !== "fp8" && asksForCache ? [notice("cache-format", { format: kvCache })] : []),
  ];
}

/** How SGLang is started. */
export const sglang: EngineLaunch = {
  command: ["python3", "-m", "sglang.launch_server"],
  modelOption: "--model-path",
  options: OPTIONS,
  file: { option: "--config", modelKey: "model-path" },
  quantises: ["fp8"],
  caches: ["bf16", "fp16", "fp8"],
  startsRanksApart: true,
  drafts: ["mtp", "eagle3", "ngram"],
  readFrom: "0.4.6",
  readTo: "0.5.15",
  benchBackend: "sglang-oai",
  port: 30_000,
  image: (version) => `lmsysorg/sglang:v${version}`,
  noticesOf,
};
