import type { Draft, Note } from "./draft.js";
import type { JsonFormat } from "./format.js";
import type { JsonRecord } from "./json-record.js";
import { sglangBench } from "./sglang-bench.js";
import { vllmBench } from "./vllm-bench.js";

/** The block of one run, with the line of its heading. */
export interface PrintedRun {
  readonly format: JsonFormat;
  readonly line: number;
  readonly drafts: readonly Draft[];
}

/** The words with which a block begins. */
export const PRINTED_HEADING = "Serving Benchmark Result";

/**
 * Blocks of results as `vllm bench serve` and `sglang.bench_serving` print them, in a log, on a page or alone, read as what the tools
 * save. What was asked stands in the block, or in the lines since the block before.
 *
 * Source: what vllm-project/vllm `vllm/benchmarks/serve.py` and sgl-project/sglang `python/sglang/bench_serving.py` print.
 */
export function printedRuns(text: string): readonly PrintedRun[] {
  const [log = "", ...blocks] = text.split(PRINTED_HEADING);
  let before = log;
  let line = 1 + linesIn(log);
  return blocks.map((block) => {
    const end = END.exec(block)?.index ?? block.length;
    const asked = { ...modelOf(before), ...recordOf(before, ASKED), ...rampOf(before) };
    const run = { line, ...draftsOf(asked, recordOf(block.slice(0, end), KEYS)) };
    before = block.slice(end);
    line += linesIn(block);
    return run;
  });
}

/** The line of signs that closes a block. */
const END = /\n[^\n\w]*={20}/;

const linesIn = (text: string): number => text.split("\n").length - 1;

function draftsOf(asked: JsonRecord, printed: JsonRecord): Pick<PrintedRun, "format" | "drafts"> {
  const run = { ...asked, ...printed };
  if ("backend" in printed || "mean_e2e_latency_ms" in printed)
    return { format: sglangBench, drafts: sglangBench.read(run) };
  // Blocks that count failures name a rate and a limit wherever there is one; older ones never do.
  const isStated =
    "failed" in printed || "request_rate" in run || "max_concurrency" in run || "ramp_up_strategy" in run;
  const requests = "failed" in printed ? { num_prompts: Number(printed["completed"]) + Number(printed["failed"]) } : {};
  const drafts = vllmBench.read({ ...run, ...requests });
  return {
    format: vllmBench,
    drafts: isStated
      ? drafts
      : drafts.map((draft) => ({ ...draft, notes: [...(draft.notes ?? []), CLOSED_LOOP_ASSUMED] })),
  };
}

const CLOSED_LOOP_ASSUMED: Note = {
  code: "assumed-arrivals",
  message:
    "the block does not say how requests came: a closed loop was assumed, with as many in flight as Little's law says",
};

/** Keys of what was asked, by label. */
const ASKED: Readonly<Record<string, string>> = {
  "traffic request rate": "request_rate",
  "request rate configured": "request_rate",
  "max request concurrency": "max_concurrency",
  "maximum request concurrency": "max_concurrency",
};

/** Keys of a block, by label. */
const KEYS: Readonly<Record<string, string>> = {
  ...ASKED,
  backend: "backend",
  "successful requests": "completed",
  "failed requests": "failed",
  "benchmark duration": "duration",
  "total input tokens": "total_input_tokens",
  "total generated tokens": "total_output_tokens",
  "request throughput": "request_throughput",
  "output token throughput": "output_throughput",
  concurrency: "concurrency",
  "accept length": "accept_length",
  "acceptance length": "spec_decode_acceptance_length",
};

/** Times of requests, as both tools abbreviate them. */
const TIMES: Readonly<Record<string, string>> = {
  ttft: "ttft",
  tpot: "tpot",
  itl: "itl",
  e2el: "e2el",
  "e2e latency": "e2e_latency",
};

/** `label (unit): value`, behind the signs with which a page or a script sets it off. */
const LINE = /^[\s#>*|]*([A-Za-z][A-Za-z0-9 .-]*?)\s*(?:\((?:s|ms|%|req\/s|tok\/s|RPS)\))?:\s*(\S+(?: \S+)*)\s*\|?\s*$/;

/** Values of what was not set. */
const UNSET = /^(?:none|not set)$/i;

function recordOf(text: string, keys: Readonly<Record<string, string>>): JsonRecord {
  const record: Record<string, unknown> = {};
  for (const line of text.split("\n")) {
    const [, label = "", value = ""] = (line.length > LONGEST_LINE ? null : LINE.exec(line)) ?? [];
    const name = label.toLowerCase();
    const [, statistic, time = ""] = /^(mean|median|p\d+(?:\.\d+)?) (.*)$/.exec(name) ?? [];
    const key =
      statistic !== undefined && Object.hasOwn(TIMES, time)
        ? `${statistic}_${TIMES[time] ?? ""}_ms`
        : Object.hasOwn(keys, name)
          ? keys[name]
          : undefined;
    if (key !== undefined) record[key] = UNSET.test(value) ? null : value;
  }
  return record;
}

/** Characters of a line that may be one of a block. */
const LONGEST_LINE = 200;

/** The last model that a command or printed arguments name. */
function modelOf(text: string): JsonRecord {
  const [, model] =
    [...text.slice(-SEARCHED).matchAll(/(?:--model(?:-path)?[= ]+|\bmodel=)["']?([\w./:-]+)/g)].at(-1) ?? [];
  return model === undefined ? {} : { model_id: model };
}

/** Characters before a block in which its arguments may stand. */
const SEARCHED = 2 ** 16;

function rampOf(text: string): JsonRecord {
  const [, strategy] = /Traffic ramp-up strategy: (\w+)/.exec(text) ?? [];
  const [, from, to] = /Will increase RPS from (\S+) to (\S+) RPS/.exec(text) ?? [];
  return strategy === undefined ? {} : { ramp_up_strategy: strategy, ramp_up_start_rps: from, ramp_up_end_rps: to };
}
