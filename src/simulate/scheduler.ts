import { compareVersions, type EngineName } from "../catalog/engine.js";
import { checkBetween, checkBoolean, checkInteger, checkKeys, checkObject, checkOneOf } from "../internal/check.js";

/**
 * Room that the cache must have for a request to get a slot, and who gives way when it was too little.
 *
 * - `prompt`: for all of its prompt; who was admitted last goes back to the head of the queue;
 * - `first-chunk`: for what the next step reads of it; likewise;
 * - `expected-output`: for its prompt and the output that it may have, beside what those that run are expected to write yet; those with
 *   the fewest tokens written, then the longest prompts, go back to the end of the queue;
 * - `whole-output`: for its prompt and the longest output that it may have, kept for it until it ends: nobody gives way.
 */
export type Admission = "prompt" | "first-chunk" | "whole-output" | "expected-output";

/** How an engine schedules requests. */
export interface SchedulerRules {
  /** Room that a request needs for a slot, and what follows. */
  readonly admission: Admission;
  /** True when a prompt is read in chunks of what a step has left; false when it waits for a step that has room for all of it. */
  readonly chunksPrompts: boolean;
  /** Steps by which plans lag behind: a plan that is made while a step runs knows of its arrivals and of its freed slots a step later. */
  readonly lagSteps: 0 | 1;
  /** True when freed blocks keep their tokens until others take them: whoever lost a slot, or comes back, finds them again. */
  readonly keepsFreedBlocks: boolean;
  /** Decoding steps, at most, for which a lane's prompts are held back until every lane that it steps with has one; 0: none. */
  readonly holdsPromptSteps: number;
  /** Decoding steps from one look for new requests to the next; those who read a prompt or idle look at once. */
  readonly receiveSteps: number;
}

/** An engine that plans when a step is over, reads prompts in chunks, and forgets what it frees. */
export const PLAIN_SCHEDULER: SchedulerRules = {
  admission: "prompt",
  chunksPrompts: true,
  lagSteps: 0,
  keepsFreedBlocks: false,
  holdsPromptSteps: 0,
  receiveSteps: 1,
};

/** Rules of an engine from a version on, the newest first. */
type RulesByVersion = readonly [SinceVersion, ...SinceVersion[]];

interface SinceVersion {
  readonly fromVersion: string;
  readonly rules: SchedulerRules;
}

const VLLM_0_8: SchedulerRules = {
  admission: "first-chunk",
  chunksPrompts: true,
  lagSteps: 0,
  keepsFreedBlocks: true,
  holdsPromptSteps: 0,
  receiveSteps: 1,
};

const VLLM: RulesByVersion = [
  { fromVersion: "0.19", rules: { ...VLLM_0_8, admission: "prompt", lagSteps: 1 } },
  { fromVersion: "0.14", rules: { ...VLLM_0_8, lagSteps: 1 } },
  { fromVersion: "0.8", rules: VLLM_0_8 },
  { fromVersion: "0", rules: { ...PLAIN_SCHEDULER, chunksPrompts: false } },
];

/**
 * How engines schedule.
 *
 * - vLLM: vllm/v1/core/sched/scheduler.py, vllm/config/scheduler.py: room for the whole prompt since 0.19 (`scheduler_reserve_full_isl`,
 *   vllm-project/vllm#37307); plans made while a step runs since 0.14 (#27614); before 0.8 prompts are read whole, in steps of their own.
 * - SGLang 0.5: python/sglang/srt/managers/schedule_policy.py (`PrefillAdder`), schedule_batch.py (`retract_decode`), overlap by default.
 * - TensorRT-LLM 1.0 to 1.4: tensorrt_llm/_torch/pyexecutor/scheduler (`GuaranteedNoEvictPolicy`), overlap by default, chunked context off;
 *   attention data parallelism as in published load tests, with `attention_dp_config.enable_balance` and its `timeout_iters`.
 */
const ENGINES: Readonly<Partial<Record<EngineName, RulesByVersion>>> = {
  sglang: [
    {
      fromVersion: "0",
      rules: {
        admission: "expected-output",
        chunksPrompts: true,
        lagSteps: 1,
        keepsFreedBlocks: true,
        holdsPromptSteps: 0,
        receiveSteps: 1,
      },
    },
  ],
  "tensorrt-llm": [
    {
      fromVersion: "0",
      rules: {
        admission: "whole-output",
        chunksPrompts: false,
        lagSteps: 1,
        keepsFreedBlocks: true,
        holdsPromptSteps: 50,
        receiveSteps: 1,
      },
    },
  ],
};

/**
 * How an engine schedules at a version.
 *
 * @param engine - name; one that is not known has the rules of vLLM.
 * @param version - its version; the newest when absent.
 * @returns the rules.
 */
export function schedulerAtVersion(engine: EngineName, version?: string): SchedulerRules {
  const versions = ENGINES[engine] ?? VLLM;
  return (
    versions.find(({ fromVersion }) => version === undefined || compareVersions(version, fromVersion) >= 0) ??
    versions[0]
  ).rules;
}

/** True of engines that may be told to look for new requests only now and then: SGLang (`--scheduler-recv-interval`, scheduler_recv_skipper.py). */
export const mayLookRarely = (engine: EngineName): boolean => engine === "sglang";

const ADMISSIONS: readonly Admission[] = ["prompt", "first-chunk", "whole-output", "expected-output"];

/** Refuses rules that no engine has; those that are left out are the plain ones. */
export function checkScheduler(given: Partial<SchedulerRules>): SchedulerRules {
  const rules = { ...PLAIN_SCHEDULER, ...given };
  checkKeys(checkObject(given, "scheduler"), "scheduler", Object.keys(PLAIN_SCHEDULER));
  checkOneOf(rules.admission, "scheduler.admission", ADMISSIONS);
  checkBetween(checkInteger(rules.lagSteps, "scheduler.lagSteps", 0), "scheduler.lagSteps", 0, 1);
  checkBoolean(rules.chunksPrompts, "scheduler.chunksPrompts");
  checkBoolean(rules.keepsFreedBlocks, "scheduler.keepsFreedBlocks");
  checkInteger(rules.holdsPromptSteps, "scheduler.holdsPromptSteps", 0);
  checkInteger(rules.receiveSteps, "scheduler.receiveSteps", 1);
  return rules;
}

/**
 * What SGLang expects those that run to write yet, as a share of what they may: it falls from one value to another within so many
 * decoding steps, and rises when blocks have run out.
 *
 * @see sgl-project/sglang python/sglang/srt/environ.py (`SGLANG_INIT_NEW_TOKEN_RATIO` 0.7, `..._MIN_NEW_TOKEN_RATIO_FACTOR` 0.14,
 * `..._NEW_TOKEN_RATIO_DECAY_STEPS` 600), schedule_policy.py (`CLIP_MAX_NEW_TOKENS` 4096), schedule_batch.py (`SGLANG_RETRACT_DECODE_STEPS` 20), 0.5.
 */
export const EXPECTED_OUTPUT = {
  firstShare: 0.7,
  leastShare: 0.098,
  decaySteps: 600,
  mostTokens: 4096,
  stepsAfterPreemption: 20,
};
