import type { Command } from "commander";
import type { EngineProfile, Gpu, Model, Precision } from "../index.js";
import type { StatedDeployment } from "../measurements/observation.js";
import { given, number, onOrOff } from "./flags.js";
import type { Link } from "../catalog/link.js";
import { addLinkFlag, withLink } from "./link-flag.js";
import { idOrJsonFile, modelOrJsonFile, readJson } from "./read-json.js";
import { addScenarioFlag } from "./scenario/scenario-flag.js";

/** Options that say how a deployment is started. */
export type SetupFlags = Pick<
  StatedDeployment,
  | "engine"
  | "weights"
  | "kvCache"
  | "tensor"
  | "pipeline"
  | "expert"
  | "data"
  | "maxNumSeqs"
  | "maxBatchedTokens"
  | "maxModelLen"
  | "utilization"
  | "prefixCaching"
> & { readonly receiveInterval?: number };

/** Options that name a deployment. */
export interface DeploymentFlags extends SetupFlags {
  readonly model: string;
  readonly gpu: string;
  readonly link?: Link;
  readonly profile?: string;
}

export const MODEL_HELP = "model: name, or .json (model or HF config)";
export const GPU_HELP = "GPU or cloud machine: name, or a .json file";
export const PROFILE_HELP = "engine profile that calibrate has written";

/** Adds the options of one deployment: what is served, on what, how it is started. */
export function addDeploymentFlags(command: Command): Command {
  addScenarioFlag(command).requiredOption("--model <id>", MODEL_HELP).requiredOption("--gpu <id>", GPU_HELP);
  return addSetupFlags(addLinkFlag(command)).option("--profile <file>", PROFILE_HELP);
}

/** Adds the options of how a deployment is started. */
export function addSetupFlags(command: Command): Command {
  return command
    .option("--engine <name>", "vllm, sglang, tensorrt-llm, generic; @version")
    .option("--weights <precision>", "weights: bf16, fp8, int8, int4, fp4 ...")
    .option("--kv-cache <precision>", "key-value cache: bf16, fp16, fp8 ...")
    .option("--tensor <number>", "GPUs that each layer is sharded over (1)", number)
    .option("--pipeline <number>", "stages of layers (1)", number)
    .option("--expert <number>", "GPUs that whole experts are spread over (1)", number)
    .option("--data <number>", "data-parallel ranks (1)", number)
    .option("--max-num-seqs <number>", "requests that run at once, at most", number)
    .option("--max-batched-tokens <number>", "tokens of a step, at most", number)
    .option("--max-model-len <number>", "longest request, tokens", number)
    .option("--utilization <share>", "share of the memory for the engine", number)
    .option("--prefix-caching <on|off>", "keep prompts for others that begin the same", onOrOff)
    .option("--receive-interval <steps>", "steps between two looks for new requests (SGLang, 1)", number);
}

/** How a deployment is started, as the library takes it. */
export interface Setup {
  readonly engine?: string;
  readonly precision: { readonly weights?: Precision; readonly kvCache?: Precision };
  readonly parallelism: {
    readonly tensor?: number;
    readonly pipeline?: number;
    readonly expert?: number;
    readonly data?: number;
  };
  readonly settings: {
    readonly maxNumSeqs?: number;
    readonly maxBatchedTokens?: number;
    readonly maxModelLen?: number;
    readonly utilization?: number;
    readonly prefixCaching?: boolean;
    readonly receiveIntervalSteps?: number;
  };
}

/** A deployment as the library takes it. */
export interface Deployment extends Setup {
  readonly model: string | Model;
  readonly gpu: string | Gpu;
  readonly profile?: EngineProfile;
}

/** The deployment that options name. */
export function deploymentOf(flags: DeploymentFlags): Deployment {
  return {
    model: modelOrJsonFile(flags.model, "model"),
    gpu: withLink(idOrJsonFile<Gpu>(flags.gpu, "gpu"), flags.link),
    ...setupOf(flags),
    ...profileOf(flags.profile),
  };
}

/** The profile that an option names, as a field; none without. */
export const profileOf = (path: string | undefined): { readonly profile?: EngineProfile } =>
  path === undefined ? {} : { profile: readJson<EngineProfile>(path, "profile") };

/** How options start a deployment. */
export function setupOf(flags: SetupFlags): Setup {
  const {
    engine,
    tensor,
    pipeline,
    expert,
    data,
    maxNumSeqs,
    maxBatchedTokens,
    maxModelLen,
    utilization,
    prefixCaching,
    receiveInterval: receiveIntervalSteps,
  } = flags;
  return {
    precision: given({
      weights: flags.weights as Precision | undefined,
      kvCache: flags.kvCache as Precision | undefined,
    }),
    parallelism: given({ tensor, pipeline, expert, data }),
    settings: given({
      maxNumSeqs,
      maxBatchedTokens,
      maxModelLen,
      utilization,
      prefixCaching,
      receiveIntervalSteps,
    }),
    ...given({ engine }),
  };
}
