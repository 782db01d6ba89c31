import { Option, type Command } from "commander";
import {
  classicModel,
  estimateGpus,
  InfrascaleError,
  gpuObjective,
  powerObjective,
  type Assumption,
  type EstimateOptions,
  type EstimateRequest,
  type Gpu,
  type NamedEstimate,
  type Precision,
  type Routing,
  type Targets,
  type Workload,
} from "../../index.js";
import { GPU_HELP, MODEL_HELP, PROFILE_HELP, profileOf } from "../deployment-flags.js";
import { askedTargets, type AcceptanceFlags } from "./assumed-targets.js";
import { addVerificationFlags, verificationOf, type VerificationFlags } from "./verification-flags.js";
import { given, number, numbers } from "../flags.js";
import type { Link } from "../../catalog/link.js";
import { addLinkFlag, withLink } from "../link-flag.js";
import { idOrJsonFile, modelOrJsonFile } from "../read-json.js";
import { addRoutingFlag } from "../routing-flag.js";
import { addScenarioFlag } from "../scenario/scenario-flag.js";
import { addTargetFlags, type TargetFlags } from "../target-flags.js";
import { addWorkloadFlags, workloadOf, type WorkloadFlags } from "../workload-flags.js";
import { commandRule } from "../../rules/command.js";
import { addLanguageFlag, type LanguageFlag } from "../language-flag.js";

/** Options as the parser hands them over: numbers are numbers, absent ones are undefined. */
export interface SizingFlags extends WorkloadFlags, TargetFlags, AcceptanceFlags, LanguageFlag {
  readonly model: string;
  readonly gpu: string;
  readonly link?: Link;
  readonly engine?: string;
  readonly performance: "engine" | "classic";
  readonly weights?: string;
  readonly kvCache?: string;
  readonly draftTokens?: number;
  readonly acceptanceRate?: number;
  readonly routing: Routing;
  readonly maxUtilisation?: number;
  readonly spareReplicas?: number;
  readonly objective: keyof typeof OBJECTIVES;
  readonly maxGpus?: number;
  readonly gpusPerReplica?: readonly number[];
  readonly batchExponent?: readonly number[];
  readonly minQueueRatio?: number;
  readonly memoryOverheadPercent?: number;
  readonly efficiency?: number;
  readonly profile?: string;
  readonly confidence?: number | "expected";
  readonly band?: number;
}

/** Those of an estimate that may be replayed. */
export interface EstimateFlags extends SizingFlags, VerificationFlags {}

const probability = (text: string): number | "expected" => (text === "expected" ? text : number(text));

const OBJECTIVES = { gpus: gpuObjective, power: powerObjective } as const;

/** Adds the options of an estimate. */
export const addEstimateFlags = (command: Command): Command => addVerificationFlags(addSizingFlags(command));

/** Adds those of an estimate but for its replay. */
export function addSizingFlags(command: Command): Command {
  addLanguageFlag(addScenarioFlag(command))
    .requiredOption("--model <id>", MODEL_HELP)
    .requiredOption("--gpu <id>", GPU_HELP);
  addLinkFlag(command)
    .option("--engine <name>", "vllm, sglang, tensorrt-llm, generic; @version")
    .addOption(
      new Option("--performance <model>", "performance model").choices(["engine", "classic"]).default("engine"),
    )
    .option("--weights <precision>", "weights: bf16, fp8, int8, int4, fp4 ...")
    .option("--kv-cache <precision>", "key-value cache: bf16, fp16, fp8 ...")
    .option("--draft-tokens <number>", "guessed ahead in each step (0)", number)
    .option("--acceptance-rate <share>", "of guesses that are right, each", number);
  addWorkloadFlags(command);
  addTargetFlags(command)
    .option("--load-test [rounds]", "targets hold in a closed-loop load test (8 rounds)", (text) => number(text))
    .option("--equal-lengths", "all requests of that test have the same lengths");
  return addRoutingFlag(command)
    .addOption(new Option("--objective <name>", "what is minimised").choices(Object.keys(OBJECTIVES)).default("gpus"))
    .option("--max-gpus <number>", "most GPUs that may be bought", number)
    .option("--max-utilisation <share>", "of the capacity that may be used (1)", number)
    .option("--spare-replicas <number>", "replicas that may be down (0)", number)
    .option("--gpus-per-replica <list>", "sizes of a replica to try: 1,2,4,8", numbers)
    .option("--batch-exponent <range>", "smallest and largest B: 0,9", numbers)
    .option("--min-queue-ratio <number>", "smallest Q (0.1)", number)
    .option("--confidence <probability>", 'that targets hold, or "expected" (0.9)', probability)
    .option("--band <probability>", "confidence of the band of GPUs (0.8)", number)
    .option("--memory-overhead-percent <number>", "classic: overhead on all memory (20)", number)
    .option("--efficiency <number>", "classic: worth of each further GPU (0.85)", number)
    .option("--profile <file>", PROFILE_HELP);
}

/** What options ask for, how, and what of it nobody said. */
export interface AskedEstimate {
  readonly request: EstimateRequest;
  readonly options: EstimateOptions;
  readonly assumed: readonly Assumption[];
}

/** The estimate that options ask for. */
export async function estimateOf(flags: EstimateFlags): Promise<NamedEstimate> {
  const { request, options, assumed } = askedEstimate(flags);
  const verify = await verificationOf(flags, request.workload);
  const found = estimateGpus(request, verify === undefined ? options : { ...options, verify });
  return { ...found, assumed: [...assumed, ...found.assumed] };
}

/** The request and the options that options name. */
export function askedEstimate(flags: SizingFlags): AskedEstimate {
  const { targets, assumed } = askedTargets(flags);
  return { request: requestOf(flags, workloadOf(flags), targets), options: optionsOf(flags), assumed };
}

function requestOf(flags: SizingFlags, workload: Workload, targets: Targets): EstimateRequest {
  return {
    model: modelOrJsonFile(flags.model, "model"),
    gpu: withLink(idOrJsonFile<Gpu>(flags.gpu, "gpu"), flags.link),
    precision: given({
      weights: flags.weights as Precision | undefined,
      kvCache: flags.kvCache as Precision | undefined,
    }),
    workload,
    targets,
    routing: flags.routing,
    ...given({ engine: flags.engine, speculation: speculationOf(flags) }),
    ...profileOf(flags.profile),
  };
}

/** Guesses of tokens; none without their number, or with a number of 0. */
function speculationOf({ draftTokens = 0, acceptanceRate }: SizingFlags): EstimateRequest["speculation"] {
  if (draftTokens === 0) return undefined;
  return { draftTokens, ...given({ acceptanceRate }) };
}

function optionsOf(flags: SizingFlags): EstimateOptions {
  refuseMixedModels(flags);
  const {
    gpusPerReplica,
    minQueueRatio,
    maxGpus,
    memoryOverheadPercent,
    efficiency,
    maxUtilisation,
    spareReplicas,
    confidence,
    band,
  } = flags;
  const batchExponent = flags.batchExponent as readonly [number, number] | undefined;
  return {
    ...(flags.performance === "classic"
      ? { performance: classicModel(given({ memoryOverheadPercent, efficiency })) }
      : {}),
    objective: OBJECTIVES[flags.objective],
    search: given({ gpusPerReplica, batchExponent, minQueueRatio, maxGpus }),
    ...given({ maxUtilisation, spareReplicas, confidence }),
    ...(band === undefined ? {} : { band: { confidence: band } }),
  };
}

/** Options of one performance model say nothing to the other. */
function refuseMixedModels({ performance, engine, profile, memoryOverheadPercent, efficiency }: SizingFlags): void {
  const stray =
    performance === "classic" ? { engine, profile } : { "memory-overhead-percent": memoryOverheadPercent, efficiency };
  for (const [field, value] of Object.entries(stray))
    if (value !== undefined)
      throw new InfrascaleError({
        code: "contradictory-options",
        field,
        ...commandRule("left-out-with", { option: `--performance ${performance}` }),
        value,
      });
}
