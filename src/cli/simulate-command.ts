import type { Command } from "commander";
import { InfrascaleError } from "../index.js";
import { simulate, type NamedSimulation, type Routing, type SimulationRequest } from "../simulate.js";
import { addDeploymentFlags, deploymentOf, type DeploymentFlags } from "./deployment-flags.js";
import { EXIT } from "./exit-codes.js";
import { given, number, seconds } from "./flags.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";
import { plainly, print } from "./print.js";
import { progress } from "./progress.js";
import type { CommandLanguage } from "./language/command-language.js";
import { warningLines } from "./render-warnings.js";
import { addRoutingFlag } from "./routing-flag.js";
import { intervalSeconds } from "./simulation/interval.js";
import { renderSimulation } from "./simulation/render-simulation.js";
import { traceRequests } from "./simulation/trace-requests.js";
import type { TraceFacts } from "./trace/trace-notes.js";
import { addTargetFlags, targetsOf, type TargetFlags } from "./target-flags.js";
import { addWorkloadFlags, WORKLOAD_FLAGS, workloadOf, type WorkloadFlags } from "./workload-flags.js";
import { commandRule } from "../rules/command.js";
import type { Rule } from "../rules/rule-code.js";

interface SimulateFlags extends DeploymentFlags, WorkloadFlags, TargetFlags, LanguageFlag {
  readonly replicas: number;
  readonly routing: Routing;
  readonly trace?: string;
  readonly jitterSeconds?: number;
  readonly prefixCacheTurns?: boolean;
  readonly requests?: number;
  readonly seed: number;
  readonly warmUpShare?: number;
  readonly json?: boolean;
}

/** What a workload without a number of requests runs. */
const DEFAULT_REQUESTS = 10_000;

const HELP = `
A trace is CSV with the columns t_s, input_tokens, output_tokens (seconds,
tokens), and if known session and think_time_s (requests of a session wait for
the answer before) or parent_row (the row whose conversation goes on); or one
JSON object a line. Those of Azure, BurstGPT, Mooncake, aibrix, vidur and
replays of sessions have names of their own, which are known; t_ms is in ms.

Examples:
  $ infrascale simulate --model llama-3.1-8b --gpu l40s --replicas 2 \\
      --preset chat --requests-per-second 5 --ttft-p95 2
  $ infrascale simulate --model qwen3-32b --gpu h100 --tensor 2 \\
      --trace azure-llm-2023-conv.csv --json

Exit status: 0 targets met or none, 2 targets missed, 1 bad input.`;

/** Options and action of `infrascale simulate`. */
export function simulateCommand(command: Command): void {
  addDeploymentFlags(addLanguageFlag(command)).option("--replicas <number>", "copies of the deployment", number, 1);
  addRoutingFlag(command)
    .option("--trace <file>", "requests as they came, .csv or .jsonl, instead of a workload")
    .option("--jitter-seconds <number>", "trace: move arrivals by up to so much (0)", seconds)
    .option("--prefix-cache-turns", "trace: the cache holds the turn before");
  addWorkloadFlags(command)
    .option("--requests <number>", `requests in all (${DEFAULT_REQUESTS}; all of a trace)`, number)
    .option("--seed <number>", "same seed, same run", number, 1)
    .option("--warm-up-share <share>", "of requests that do not count (until the fleet has filled)", number);
  addTargetFlags(command).option("--json", "print the simulation object").addHelpText("after", HELP).action(run);
}

async function run(flags: SimulateFlags): Promise<void> {
  const { request, trace } = await requestOf(flags);
  const language = await languageOf(flags);
  const bar = await progress(language.words.simulating, language);
  let simulation: NamedSimulation;
  try {
    simulation = simulate({ ...request, onProgress: bar.update });
  } finally {
    bar.stop();
  }
  print(
    { ...simulation, ...(trace === undefined ? {} : { trace }) },
    flags.json,
    (shown) => renderSimulation(shown, plainly(flags), language) + noteLines(shown.trace, language),
  );
  process.exitCode = simulation.met === false ? EXIT.infeasible : EXIT.feasible;
}

/** What is to be known of a trace. */
const noteLines = (trace: TraceFacts | undefined, language: CommandLanguage): string =>
  trace === undefined || trace.warnings.length === 0
    ? ""
    : `\n${warningLines(trace.warnings.map(language.words.traceNote), language)}\n`;

async function requestOf(
  flags: SimulateFlags,
): Promise<{ readonly request: SimulationRequest; readonly trace?: TraceFacts }> {
  const { replicas, routing, seed, warmUpShare } = flags;
  const fleet = {
    ...deploymentOf(flags),
    replicas,
    routing,
    seed,
    ...given({ warmUpShare, targets: targetsOf(flags) }),
  };
  const read = flags.trace === undefined ? undefined : await traceOf(flags, flags.trace);
  const request: SimulationRequest = {
    ...fleet,
    ...(read === undefined ? workloadTraffic(flags) : { trace: read.requests }),
  };
  const timed = {
    ...request,
    timeSeriesSeconds: intervalSeconds(request, request.requests ?? request.trace?.arrivalSeconds.length ?? 0),
  };
  return { request: timed, ...(read === undefined ? {} : { trace: read.facts }) };
}

function workloadTraffic(flags: SimulateFlags): Pick<SimulationRequest, "workload" | "requests"> {
  refuse(
    { "jitter-seconds": flags.jitterSeconds, "prefix-cache-turns": flags.prefixCacheTurns },
    commandRule("comes-with-option", { option: "--trace" }),
  );
  return { workload: workloadOf(flags), requests: flags.requests ?? DEFAULT_REQUESTS };
}

function traceOf(flags: SimulateFlags, path: string): ReturnType<typeof traceRequests> {
  refuse(
    Object.fromEntries(WORKLOAD_FLAGS.filter((name) => name !== "prefixCacheShare").map((name) => [name, flags[name]])),
    commandRule("left-out-with", { option: "--trace" }),
  );
  const { jitterSeconds, prefixCacheShare, prefixCacheTurns, requests, seed } = flags;
  return traceRequests(path, { seed, ...given({ jitterSeconds, prefixCacheShare, prefixCacheTurns, requests }) });
}

/** Refuses options that say nothing beside the others. */
function refuse(options: Readonly<Record<string, unknown>>, rule: Rule): void {
  for (const [field, value] of Object.entries(options))
    if (value !== undefined) throw new InfrascaleError({ code: "contradictory-options", field, ...rule, value });
}
