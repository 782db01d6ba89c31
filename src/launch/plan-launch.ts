import type { Assumption } from "../catalog/names/assumption.js";
import { isPoolingModel } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { checkKeys, checkObject, checkText, optional } from "../internal/check.js";
import { resolveNames } from "../shipped/resolve-names.js";
import type { NamedEstimate } from "../shipped/verified.js";
import type { EstimateRequest } from "../shipped/estimate-request.js";
import { checkDrafter } from "./draft.js";
import type { LaunchedReplica } from "./launched-replica.js";
import type { LoadTestCommand, LoadTestTarget } from "./load-test/load-test-command.js";
import { LOAD_TESTS, type PlannedTool } from "./load-test/load-tests.js";
import { plannedLoadTest, type PlannedLoadTest } from "./load-test/planned-load-test.js";
import { fleetCompose, fleetKubernetes } from "./manifests/fleet.js";
import { notice, type LaunchNotice } from "./notice.js";
import { resolveLaunch, type LaunchChoices } from "./resolve-launch.js";
import { fileWords, launchFile, launchWords, replicaCommands, type LaunchFile } from "./words.js";
import type { Rule } from "../rules/rule-code.js";
import { decideRule } from "../rules/decide.js";
import { namedRule } from "../rules/named.js";

/** What a launch takes beside the estimate. */
export interface LaunchOptions extends LaunchChoices {
  /** Container image. @defaultValue the engine's own for NVIDIA's GPUs, of the version that is started */
  readonly image?: string;
  /** Name of services and manifests. @defaultValue "llm" */
  readonly name?: string;
  /** Address that load tests are sent to. @defaultValue the engine's port on this machine */
  readonly url?: string;
}

/** A load test, and how each tool sends it. */
export interface LaunchedLoadTest extends PlannedLoadTest {
  /** By tool. */
  readonly commands: Readonly<Record<PlannedTool, LoadTestCommand>>;
}

/** How the replicas of an estimate are started, and how it is tested that they keep what was promised. All of it is plain data. */
export interface LaunchPlan {
  /** The estimate in one sentence. */
  readonly summary: string;
  /** What was asked. */
  readonly request: EstimateRequest;
  /** What was assumed because nobody said it. */
  readonly assumed: readonly Assumption[];
  /** Copies that are started: those that meet the targets, and the spare ones. */
  readonly replicas: number;
  /** Of these, spare ones. */
  readonly spareReplicas: number;
  /** GPUs of all of them. */
  readonly gpus: number;
  /** Probability that targets hold which was asked for; null for predictions as they are. */
  readonly confidence: number | null;
  /** One replica as its engine is told. */
  readonly replica: LaunchedReplica;
  /** The words that start a replica, of one server after the other; one line where a launcher starts them all. */
  readonly commands: readonly (readonly string[])[];
  /** The engine's file of options, and the words that start a replica with it. */
  readonly file: LaunchFile & {
    /** Words of each server's command. */
    readonly commands: readonly (readonly string[])[];
  };
  /** A Compose file for a server full of replicas; null where a replica spans several, and for GPUs that Compose has no words for. */
  readonly compose: Readonly<Record<string, unknown>> | null;
  /** Manifests of the whole fleet; null where something else than Kubernetes starts a replica, and for GPUs without a known resource. */
  readonly kubernetes: readonly Readonly<Record<string, unknown>>[] | null;
  /** The load that shows whether the plan holds, and the commands that send it; null for a model that writes nothing, whose load tests cannot be read. */
  readonly loadTest: LaunchedLoadTest | null;
  /** What would be refused or changed in silence, what has to be supplied, and where the launch is not quite what was sized. */
  readonly notices: readonly LaunchNotice[];
}

/** What stands for an image that has to be named. */
const UNNAMED_IMAGE = "IMAGE";

/**
 * The launch that realises an estimate: every number that the prediction used, told to the engine in its own words, as command lines, as the
 * engine's file, as a Compose file, and as Kubernetes manifests; and the load test that checks it. Nothing is repaired: what the engine would
 * refuse, or change in silence, is a notice of the plan.
 *
 * @param estimate - a feasible one of `estimateGpus`, by the engine model.
 * @param options - checkpoint, drafter and image, where they have to be named.
 * @returns the plan.
 * @throws {@link InfrascaleError} `contradictory-options` for an estimate that is infeasible or of another performance model, and for an
 * engine whose options are not known.
 * @example
 * ```ts
 * import { estimateGpus } from "infrascale";
 * import { planLaunch } from "infrascale/decide";
 *
 * const estimate = estimateGpus({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   engine: "vllm@0.19",
 *   workload: { requestsInFlight: 20, inputTokens: 1000, outputTokens: 200 },
 *   targets: { tokensPerSecond: 20 },
 * });
 * const { commands, notices } = planLaunch(estimate);
 * commands[0]?.slice(0, 3); // => ["vllm", "serve", "meta-llama/Llama-3.1-8B-Instruct"]
 * notices.filter(({ effect }) => effect === "refused"); // => []
 * ```
 */
export function planLaunch(estimate: NamedEstimate, options: LaunchOptions = {}): LaunchPlan {
  checkOptions(estimate, options);
  if (estimate.status === "infeasible") throw refused("status", decideRule("feasible-to-launch"), estimate.status);
  const { plan, summary, request, assumed, replicas, spareReplicas, gpus, confidence } = estimate;
  if (plan === null) throw refused("plan", namedRule("of-the-engine-model"), estimate.performanceModel);
  const { named } = resolveNames(request);
  const { model, gpu } = named;
  const resolved = resolveLaunch(plan, named, options);
  const { launch, replica, perReplica } = resolved;
  const started = (replicas + spareReplicas) * perReplica;
  const { name = "llm", image = gpu.vendor === "NVIDIA" ? launch.image(replica.version) : UNNAMED_IMAGE } = options;
  const fleet = { ...resolved, gpu, replicas: started, image, name };
  return {
    summary,
    request,
    assumed,
    replicas: started,
    spareReplicas: spareReplicas * perReplica,
    gpus,
    confidence: confidence?.asked ?? null,
    replica,
    commands: replicaCommands(launch, replica, launchWords),
    file: { ...launchFile(launch, replica), commands: replicaCommands(launch, replica, fileWords) },
    compose: fleetCompose(fleet),
    kubernetes: fleetKubernetes(fleet),
    loadTest: isPoolingModel(model)
      ? null
      : loadTestOf(plannedLoadTest({ ...estimate, request }), {
          benchBackend: launch.benchBackend,
          url: options.url ?? `http://localhost:${launch.port}`,
          model: model.id,
        }),
    notices: [
      ...resolved.notices,
      ...(image === UNNAMED_IMAGE ? [notice("image", { vendor: gpu.vendor })] : []),
      ...routerNotices(request, started),
      ...imageNotices(request),
    ],
  };
}

const OPTIONS = ["checkpoint", "drafter", "image", "name", "url"] as const satisfies readonly (keyof LaunchOptions)[];

/** Names of services (RFC 1035). */
const LABEL = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

function checkOptions(estimate: NamedEstimate, options: LaunchOptions): void {
  checkObject(estimate, "estimate");
  checkKeys(checkObject(options, "options"), "options", OPTIONS);
  for (const field of ["checkpoint", "image", "name", "url"] as const)
    optional(checkText)(options[field], `options.${field}`);
  optional(checkDrafter)(options.drafter, "options.drafter");
  if (options.name !== undefined && !LABEL.test(options.name))
    throw new InfrascaleError({
      code: "out-of-range",
      field: "options.name",
      ...decideRule("service-name"),
      value: options.name,
    });
}

const refused = (field: string, rule: Rule, value: unknown): InfrascaleError =>
  new InfrascaleError({ code: "contradictory-options", field: `estimate.${field}`, ...rule, value });

const loadTestOf = (test: PlannedLoadTest, target: LoadTestTarget): LaunchedLoadTest => ({
  ...test,
  commands: Object.fromEntries(
    Object.entries(LOAD_TESTS).map(([tool, command]) => [tool, command(test, target)]),
  ) as Record<PlannedTool, LoadTestCommand>,
});

/** The usual routing where a request does not say. */
const routerNotices = ({ routing = "round-robin" }: EstimateRequest, replicas: number): readonly LaunchNotice[] =>
  replicas > 1 && routing !== "random" ? [notice("router", { routing })] : [];

const imageNotices = ({ workload: { imagesPerRequest = 0 } }: EstimateRequest): readonly LaunchNotice[] =>
  imagesPerRequest > 0 ? [notice("images-untested", { imagesPerRequest })] : [];
