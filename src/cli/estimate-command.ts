import { Option, type Command } from "commander";
import {
  classicModel,
  estimateGpus,
  InfrascaleError,
  gpuObjective,
  powerObjective,
  type EstimateOptions,
  type EstimateRequest,
  type Gpu,
  type Precision,
  type Routing,
  type Targets,
  type Workload,
} from "../index.js";
import { GPU_HELP, MODEL_HELP, PROFILE_HELP, profileOf } from "./deployment-flags.js";
import { askedTargets, type AcceptanceFlags } from "./estimation/assumed-targets.js";
import { addVerificationFlags, verificationOf, type VerificationFlags } from "./estimation/verification-flags.js";
import { EXIT } from "./exit-codes.js";
import { given, number, numbers } from "./flags.js";
import { addLinkFlag, withLink, type Link } from "./link-flag.js";
import { print } from "./print.js";
import { idOrJsonFile, modelOrJsonFile } from "./read-json.js";
import { renderEstimate } from "./render-estimate.js";
import { addRoutingFlag } from "./routing-flag.js";
import { addTargetFlags, type TargetFlags } from "./target-flags.js";
import { addWorkloadFlags, workloadOf, type WorkloadFlags } from "./workload-flags.js";

/** Options as the parser hands them over: numbers are numbers, absent ones are undefined. */
interface EstimateFlags extends WorkloadFlags, TargetFlags, AcceptanceFlags, VerificationFlags {
  readonly model: string;
  readonly gpu: string;
  readonly link?: Link;
  readonly engine?: string;
  readonly performance: "engine" | "classic";
  readonly weights?: string;
  readonly kvCache?: string;
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
  readonly json?: boolean;
}

const probability = (text: string): number | "expected" => (text === "expected" ? text : number(text));

const OBJECTIVES = { gpus: gpuObjective, power: powerObjective } as const;

const HELP = `
Without --preset, --input-tokens and --output-tokens are required, of embedding
models and rerankers the first alone. Where no target is named, those of the
preset are assumed; as soon as one is, none is. A trace is CSV with the columns
t_s, input_tokens, output_tokens (seconds, tokens).

Examples:
  $ infrascale estimate --model llama-3.1-8b --gpu h100 --preset chat \\
      --named-users 100
  $ infrascale estimate --model llama-3.1-70b --gpu h100 --users 1000 \\
      --input-tokens 1155 --output-tokens 211 --tokens-per-second 20
  $ infrascale estimate --model qwen3-32b --gpu l40s --weights fp8 \\
      --requests-in-flight 40 --input-tokens 3000 --output-tokens 300 \\
      --wait-seconds 2 --json
  $ infrascale estimate --model llama-3.1-70b --gpu h100 --preset chat \\
      --named-users 20000 --ttft-p95 2 --tpot-p95 0.05 --verify
  $ infrascale estimate --model bge-m3 --gpu l4 --requests-per-second 200 \\
      --input-tokens 400 --input-cv 0.5 --e2e-p95 0.1

Exit status: 0 feasible, 2 infeasible or missed in the replay, 1 bad input.`;

/** Options and action of `infrascale estimate`. */
export function estimateCommand(command: Command): void {
  command.requiredOption("--model <id>", MODEL_HELP).requiredOption("--gpu <id>", GPU_HELP);
  addLinkFlag(command)
    .option("--engine <name>", "vllm, sglang, tensorrt-llm, generic; @version")
    .addOption(
      new Option("--performance <model>", "performance model").choices(["engine", "classic"]).default("engine"),
    )
    .option("--weights <precision>", "weights: bf16, fp8, int8, int4, fp4 ...")
    .option("--kv-cache <precision>", "key-value cache: bf16, fp16, fp8 ...");
  addWorkloadFlags(command);
  addTargetFlags(command)
    .option("--load-test [rounds]", "targets hold in a closed-loop load test (8 rounds)", (text) => number(text))
    .option("--equal-lengths", "all requests of that test have the same lengths");
  addRoutingFlag(command)
    .addOption(new Option("--objective <name>", "what is minimised").choices(Object.keys(OBJECTIVES)).default("gpus"))
    .option("--max-gpus <number>", "most GPUs that may be bought", number)
    .option("--max-utilisation <share>", "of the capacity that may be used (1)", number)
    .option("--spare-replicas <number>", "replicas that may be down (0)", number)
    .option("--gpus-per-replica <list>", "sizes of a replica to try: 1,2,4,8", numbers)
    .option("--batch-exponent <range>", "smallest and largest B: 0,9", numbers)
    .option("--min-queue-ratio <number>", "smallest Q (0.1)", number)
    .option("--confidence <probability>", 'that targets hold, or "expected" (0.9)', probability)
    .option("--band <probability>", "confidence of the band of GPUs (0.8)", number);
  addVerificationFlags(command)
    .option("--memory-overhead-percent <number>", "classic: overhead on all memory (20)", number)
    .option("--efficiency <number>", "classic: worth of each further GPU (0.85)", number)
    .option("--profile <file>", PROFILE_HELP)
    .option("--json", "print the estimate object")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: EstimateFlags): Promise<void> {
  const workload = workloadOf(flags);
  const { targets, assumed } = askedTargets(flags);
  const options = optionsOf(flags);
  const verify = await verificationOf(flags, workload);
  const found = estimateGpus(
    requestOf(flags, workload, targets),
    verify === undefined ? options : { ...options, verify },
  );
  const estimate = { ...found, assumed: [...assumed, ...found.assumed] };
  print(estimate, flags.json, renderEstimate);
  process.exitCode =
    estimate.status === "feasible" && estimate.verification?.met !== false ? EXIT.feasible : EXIT.infeasible;
}

function requestOf(flags: EstimateFlags, workload: Workload, targets: Targets): EstimateRequest {
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
    ...given({ engine: flags.engine }),
    ...profileOf(flags.profile),
  };
}

function optionsOf(flags: EstimateFlags): EstimateOptions {
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
function refuseMixedModels({ performance, engine, profile, memoryOverheadPercent, efficiency }: EstimateFlags): void {
  const stray =
    performance === "classic" ? { engine, profile } : { "memory-overhead-percent": memoryOverheadPercent, efficiency };
  for (const [field, value] of Object.entries(stray))
    if (value !== undefined)
      throw new InfrascaleError({
        code: "contradictory-options",
        field,
        rule: `must be left out with --performance ${performance}`,
        value,
      });
}
