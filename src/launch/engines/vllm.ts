import { compareVersions } from "../../catalog/engine.js";
import { option, type EngineOption } from "./engine-option.js";
import type { Draft } from "../draft.js";
import type { EngineLaunch } from "./engine-launch.js";
import { notice, type LaunchNotice } from "../notice.js";
import type { LaunchedReplica } from "../launched-replica.js";

const ARGS =
  "vllm-project/vllm vllm/engine/arg_utils.py@99d7eb5 (0.11.1 to 0.12); Farrrrland/vllm084, a copy of 0.8.4; Chloe-orz/vllm-23.0";
const CACHE = "vllm-project/vllm vllm/config/cache.py@c1d8642";
const PARALLEL =
  "vllm-project/vllm vllm/config/parallel.py@840e797, docs/serving/parallelism_scaling.md@096bd6a, #23691";
const RANKS = "vllm-project/vllm docs/serving/data_parallel_deployment.md@01e4fce, #15977";
const ONLINE = "vllm-project/vllm docs/features/quantization/online.md@00b64d1";
const DATA_PORT = 13345;

const spansServers = ({ servers, data }: LaunchedReplica, by: "ranks" | "processes"): boolean =>
  servers > 1 && (data > 1 ? "ranks" : "processes") === by;

/** What `vllm serve` is told; limits of requests and tokens are those of a rank. */
const OPTIONS: readonly EngineOption[] = [
  option("--host", "word", ARGS, () => "0.0.0.0"),
  option("--port", "integer", ARGS, () => 8000),
  option("--served-model-name", "word", ARGS, ({ servedName }) => servedName),
  option("--runner", "word", ARGS, ({ pooling }) => (pooling === null ? null : "pooling"), { from: "0.11" }),
  option("--tensor-parallel-size", "integer", ARGS, ({ tensor }) => tensor),
  option("--pipeline-parallel-size", "integer", ARGS, ({ pipeline }) => pipeline),
  option("--data-parallel-size", "integer", ARGS, ({ data }) => data),
  option("--enable-expert-parallel", "switch", ARGS, ({ expert }) => (expert > 1 ? true : null)),
  option("--max-num-seqs", "integer", ARGS, ({ maxNumSeqs }) => maxNumSeqs),
  option("--max-num-batched-tokens", "integer", ARGS, ({ maxBatchedTokens }) => maxBatchedTokens),
  option("--max-model-len", "integer", ARGS, ({ maxModelLen }) => maxModelLen),
  option("--gpu-memory-utilization", "share", CACHE, ({ utilization }) => utilization),
  option("--dtype", "word", ARGS, ({ sixteenBit }) =>
    sixteenBit === null ? null : { bf16: "bfloat16", fp16: "float16" }[sixteenBit],
  ),
  option("--quantization", "word", ONLINE, ({ quantisation }) => quantisation),
  option("--kv-cache-dtype", "word", CACHE, ({ kvCache, asksForCache }) =>
    kvCache === "fp8" ? "fp8" : asksForCache ? null : "auto",
  ),
  // To keep a cache in 16 bit that the checkpoint would have in 8, newer versions have a word.
  option(
    "--kv-cache-dtype",
    "word",
    CACHE,
    ({ kvCache, asksForCache }) => (kvCache !== "fp8" && asksForCache ? "bfloat16" : null),
    { from: "0.12" },
  ),
  option("--enable-prefix-caching", "switch", CACHE, ({ prefixCaching }) => (prefixCaching ? true : null)),
  option("--no-enable-prefix-caching", "switch", CACHE, ({ prefixCaching }) => (prefixCaching ? null : true)),
  option("--enable-chunked-prefill", "switch", ARGS, ({ pooling }) => (pooling === null ? true : null)),
  option("--speculative-config", "json", ARGS, ({ draft }) => (draft === null ? null : speculation(draft))),
  option(
    "--distributed-executor-backend",
    "word",
    PARALLEL,
    (replica) => (spansServers(replica, "processes") ? "ray" : null),
    { below: "0.12" },
  ),
  option("--nnodes", "integer", PARALLEL, (replica) => (spansServers(replica, "processes") ? replica.servers : null), {
    from: "0.12",
  }),
  option(
    "--node-rank",
    "integer",
    PARALLEL,
    (replica, { rank }) => (spansServers(replica, "processes") ? rank : null),
    { from: "0.12" },
  ),
  option("--master-addr", "word", PARALLEL, (replica, { head }) => (spansServers(replica, "processes") ? head : null), {
    from: "0.12",
  }),
  option(
    "--data-parallel-size-local",
    "integer",
    RANKS,
    (replica) => (spansServers(replica, "ranks") ? replica.data / replica.servers : null),
    { from: "0.8.5" },
  ),
  option(
    "--data-parallel-start-rank",
    "integer",
    RANKS,
    (replica, { rank }) =>
      spansServers(replica, "ranks") && typeof rank === "number" && rank > 0
        ? (rank * replica.data) / replica.servers
        : null,
    { from: "0.8.5" },
  ),
  option(
    "--data-parallel-address",
    "word",
    RANKS,
    (replica, { head }) => (spansServers(replica, "ranks") ? head : null),
    { from: "0.8.5" },
  ),
  option(
    "--data-parallel-rpc-port",
    "integer",
    RANKS,
    (replica) => (spansServers(replica, "ranks") ? DATA_PORT : null),
    { from: "0.8.5" },
  ),
  option("--headless", "switch", RANKS, ({ servers }, { rank }) => (servers > 1 && rank !== 0 ? true : null), {
    from: "0.8.5",
  }),
];

const SPECULATION: { readonly [Method in Draft["method"]]: (draft: Extract<Draft, { method: Method }>) => object } = {
  mtp: () => ({}),
  eagle3: ({ model }) => ({ model }),
  ngram: ({ lookupTokens }) => ({ prompt_lookup_max: lookupTokens }),
};

const speculation = (draft: Draft): Readonly<Record<string, unknown>> => ({
  method: draft.method,
  ...(SPECULATION[draft.method] as (draft: Draft) => object)(draft),
  num_speculative_tokens: draft.tokens,
});

/** Requests of the largest graph: `min(2 x requests, 512)`, vllm/config/vllm.py (`_set_cudagraph_sizes`). */
const LARGEST_GRAPH = 512;

function noticesOf(replica: LaunchedReplica): readonly LaunchNotice[] {
  const { maxBatchedTokens, maxNumSeqs, data, servers, pooling } = replica;
  return [
    ...(maxBatchedTokens < maxNumSeqs ? [notice("tokens-below-requests", { maxBatchedTokens, maxNumSeqs })] : []),
    ...(maxNumSeqs > LARGEST_GRAPH && pooling === null
      ? [notice("beyond-graphs", { maxNumSeqs, largestGraph: LARGEST_GRAPH })]
      : []),
    ...(servers > 1 && data > 1 && data % servers !== 0 ? [notice("ranks-over-servers", { data, servers })] : []),
  ];
}

/** How vLLM is started. */
export const vllm: EngineLaunch = {
  command: ["vllm", "serve"],
  modelOption: null,
  options: OPTIONS,
  file: { option: "--config", modelKey: "model" },
  quantises: ["fp8"],
  caches: ["bf16", "fp16", "fp8"],
  startsRanksApart: false,
  drafts: ["mtp", "eagle3", "ngram"],
  readFrom: "0.8.4",
  readTo: "0.27",
  benchBackend: "vllm",
  port: 8000,
  image: (version) => `vllm/vllm-openai:v${version}`,
  launcher: (replica) =>
    spansServers(replica, "processes") && compareVersions(replica.version, "0.12") < 0
      ? { by: "ray", words: [] }
      : null,
  noticesOf,
  ranksAcrossServers: ({ data, servers }) =>
    data > 1 && servers > 1 ? `--data-parallel-start-rank $$((LWS_WORKER_INDEX * ${data / servers}))` : null,
};
