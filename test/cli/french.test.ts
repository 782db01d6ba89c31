import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { COMMANDS } from "../../src/cli/commands.js";
import { COLUMNS } from "../../src/cli/wrap.js";

const folder = mkdtempSync(join(tmpdir(), "infrascale-french-"));
const at = (name: string): string => join(folder, name);
const file = (name: string, ...lines: readonly string[]): string => {
  writeFileSync(at(name), `${lines.join("\n")}\n`);
  return at(name);
};

const exitCode = process.exitCode;
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = exitCode;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a command prints. */
async function printed(name: string, ...words: readonly string[]): Promise<string> {
  const command = new Command(name).exitOverride();
  (await COMMANDS[name]?.load())?.(command);
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((part) => {
    text += String(part);
    return true;
  });
  await command.parseAsync([...words], { from: "user" });
  write.mockRestore();
  return text;
}

/** Words that English sentences and headings are made of, and French ones are not. */
const ENGLISH = new RegExp(
  `(?<!\\p{L})(?:${[
    "the of and is are was were has have with without for to from by not in at than that this it would where which each all",
    "none nothing no more less up per first expected demand limit margin time mean load hour hours year month token tokens",
    "request requests user users replica replicas GPUs weights memory engine rows median parameter target answer layers sure",
    "spare seen",
  ]
    .join(" ")
    .replaceAll(" ", "|")})(?!\\p{L})`,
  "iu",
);

/** What is the same in every language: names, options, codes, columns of files, addresses. */
const NAMES =
  /\[[\w-]+\]|\b[\w.-]+[/@][\w./@-]+|--[\w-]+|\b\w+_\w+\b|\b[\w.]+\.(?:json|csv)\b|\b[a-z0-9]+(?:-[a-z0-9]+)+\b|« [^»]* »|«\u202F[^»]*»/gi;

/** Lines in which English words are left. */
const english = (text: string): readonly string[] =>
  text.split("\n").filter((line) => ENGLISH.test(line.replaceAll(NAMES, "")));

const chat = ["--model", "llama-3.1-8b", "--gpu", "l40s", "--input-tokens", "1000", "--output-tokens", "200"];
const tight = [...chat, "--requests-per-second", "6", "--peak-factor", "1.5", "--ttft-p95", "1", "--tpot-p95", "0.05"];
const asked = [...tight, "--confidence", "expected"];

const rows = file(
  "rows.csv",
  "engine,engine_version,model,gpu,tp,concurrency,input_tokens,output_tokens,ttft_ms,tpot_ms,requests",
  ...["1,1000,200,120,21,50", "8,1000,200,260,24,50", "32,1000,200,600,34,50"].map(
    (row) => `vllm,0.10.1,llama-3.1-8b,l40s,1,${row}`,
  ),
);
const speeds = file(
  "speeds.csv",
  "engine,engine_version,model,gpu,tp,scenario,concurrency,input_tokens,output_tokens,tpot_ms_mean",
  "vllm,0.10.1,llama-3.1-8b,l40s,1,concurrency,8,1000,200,24",
  "vllm,0.10.1,qwen3-32b,l40s,2,concurrency,8,1000,200,30",
  "vllm,0.10.1,llama-3.1-405b,l40s,1,concurrency,8,1000,200,24",
  "vllm,0.10.1,nobody/nothing-7b,l40s,1,concurrency,8,1000,200,24",
  "vllm,0.10.1,llama-3.1-8b,,1,concurrency,8,1000,200,24",
);
const log = file(
  "log.csv",
  "engine,engine_version,model,gpu,tp,max_model_len,gpu_memory_utilization,weights_gib_per_gpu,kv_cache_gib_per_gpu,kv_cache_tokens",
  "vllm,0.10.1,llama-3.1-8b,l40s,1,8192,0.9,15,20,160000",
  "vllm,0.10.1,llama-3.1-8b,l4,1,131072,0.9,15,,",
);
const trace = file(
  "trace.csv",
  "t_s,input_tokens,output_tokens",
  ...Array.from({ length: 60 }, (_, index) => `${5 * Math.floor(index / 4)},1000,${index === 7 ? 0 : 100}`),
);
const config = file(
  "config.json",
  JSON.stringify({
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    hidden_size: 4096,
    intermediate_size: 14336,
    num_attention_heads: 32,
    num_hidden_layers: 32,
    num_key_value_heads: 8,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    torch_dtype: "bfloat16",
  }),
);
const plan = at("plan.json");

beforeAll(async () => {
  await printed("plan", ...asked, "--out", plan);
});

const RUNS: readonly (readonly [name: string, ...words: readonly string[]])[] = [
  ["estimate", ...tight, "--spare-replicas", "1", "--verify", "--requests", "300"],
  ["estimate", ...chat, "--named-users", "400", "--preset", "chat", "--load-test", "--equal-lengths"],
  ["estimate", ...chat, "--requests-per-second", "6", "--ttft-p95", "0.001"],
  ["estimate", "--model", "bge-m3", "--gpu", "l4", "--requests-per-second", "9", "--input-tokens", "9", "--e2e", "1"],
  ["plan", ...asked, "--out", at("other.json")],
  ["plan", ...asked, "--out", at("other.json"), "--as", "load-test"],
  ["plan", ...asked, "--out", at("other.json"), "--as", "compose"],
  ["plan", ...asked, "--out", at("other.json"), "--as", "config"],
  ["check", rows, "--plan", plan],
  ["compare", ...asked.map((word) => (word === "l40s" ? "l40s,h100,l4,l2" : word)), "--today", "2026-11-30"],
  ["max-users", ...chat, "--ttft-p95", "1", "--gpus", "2"],
  ["max-users", ...chat, "--ttft-p95", "1", "--gpus", "2", "--find", "targets", "--requests-per-second", "2"],
  ["max-users", ...chat, "--ttft-p95", "0.001", "--gpus", "2"],
  ["what-if", ...asked, "--shares=-0.5,0.1"],
  ["explain", ...tight, "--today", "2026-11-30", "--report", at("report.html")],
  ["day", ...asked, "--price", "1.4", "--reserved-price", "0.9", "--months", "1,900000"],
  ["simulate", ...chat, "--requests-per-second", "5", "--requests", "300", "--ttft-p95", "0.01", "--replicas", "2"],
  ["simulate", ...chat.slice(0, 4), "--trace", trace],
  ["validate", speeds],
  ["validate", log],
  ["calibrate", rows],
  ["import", config, "--id", "nobody/model"],
  ["catalog", "gpus", "h100"],
  ["catalog", "models", "llama", "8b"],
  ["catalog", "models", "bge"],
  ["catalog", "engines"],
  ["catalog", "instances", "h100"],
  ["catalog", "presets"],
  ["catalog", "presets", "nobody"],
];

/** What these print is for editors and shells. */
const WITHOUT_SENTENCES = ["init", "completion"];

test("every command is run", () => {
  const run = new Set(RUNS.map(([name]) => name));
  expect([...run, ...WITHOUT_SENTENCES].sort()).toEqual(Object.keys(COMMANDS).sort());
});

test.each(RUNS)("%s in French has no English word, and 80 columns", async (name, ...words) => {
  const text = await printed(name, ...words, "--language", "fr");
  // Lines of a plan that are no comments are code.
  const said = name === "plan" ? text.replaceAll(/^[^#].*$/gm, "") : text;
  expect(said).toMatch(/\p{L}{3}/u);
  expect(english(said)).toEqual([]);
  expect(said).not.toMatch(/undefined|NaN|\[object/);
  expect(said.split("\n").filter((line) => line.length > COLUMNS)).toEqual([]);
});

test("English words are seen where they are", async () => {
  expect(english(await printed("max-users", ...chat, "--ttft-p95", "0.001", "--gpus", "2"))).toHaveLength(5);
  expect(english(await printed("import", config))).toHaveLength(5);
});

test("the report is French from its language to its last row", () => {
  const page = readFileSync(at("report.html"), "utf8");
  expect(page).toContain('<html lang="fr">');
  const text = page.replace(/<head>.*<\/style>/s, "").replaceAll(/<[^>]+>/g, " ");
  expect(english(text)).toEqual([]);
  expect(text).toContain("Argent, énergie et carbone");
});

test("JSON and tables for programs are the same in every language", async () => {
  const runs = [
    ["day", ...asked, "--csv"],
    ["day", ...asked, "--markdown"],
    ["validate", speeds, "--json"],
    ["simulate", ...chat.slice(0, 4), "--trace", trace, "--json"],
  ] as const;
  for (const [name, ...words] of runs)
    expect(await printed(name, ...words, "--language", "fr")).toBe(await printed(name, ...words));
});
