import { Option, type Command } from "commander";
import { maxInputTokens, maxUsers, tightestTargets, type FleetLimit, type FleetRequest } from "../decide/index.js";
import { renderFleetLimit } from "./decision/render-fleet-limit.js";
import { addSizingFlags, askedEstimate, type SizingFlags } from "./estimation/estimate-flags.js";
import { EXIT } from "./exit-codes.js";
import { number } from "./flags.js";
import { print } from "./print.js";
import { languageOf } from "./language-flag.js";

/** What may be looked for. */
const FINDS = {
  load: (request, options) => [maxUsers(request, options)],
  prompt: (request, options) => [maxInputTokens(request, options)],
  targets: tightestTargets,
} as const satisfies Readonly<
  Record<string, (request: FleetRequest, options: Parameters<typeof maxUsers>[1]) => readonly FleetLimit[]>
>;

/** Options that say how much comes, of which a search for the most needs none. */
const LOADS = ["concurrentUsers", "namedUsers", "requestsInFlight", "requestsPerSecond"] as const;

interface MaxUsersFlags extends SizingFlags {
  readonly gpus: number;
  readonly find: keyof typeof FINDS;
  readonly most: (typeof LOADS)[number];
  readonly json?: boolean;
}

const loadName = (flag: string): string => flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const HELP = `
What infrascale estimate asks, the other way round: for as many users it needs
no more GPUs, and for one user more it does. --find prompt and --find targets
look for the longest prompts and the tightest targets at the load that is given.

Examples:
  $ infrascale max-users --model llama-3.1-8b --gpu l40s --gpus 4 --preset chat
  $ infrascale max-users --model qwen3-32b --gpu h100 --gpus 8 --preset rag \\
      --most requests-per-second --ttft-p95 2
  $ infrascale max-users --model qwen3-32b --gpu h100 --gpus 8 --preset rag \\
      --users 200 --find targets

Exit status: 0 where the GPUs bear something, 2 where not, 1 bad input.`;

/** Options and action of `infrascale max-users`. */
export function maxUsersCommand(command: Command): void {
  addSizingFlags(command.requiredOption("--gpus <number>", "GPUs that there are", number))
    .addOption(new Option("--find <what>", "what is looked for").choices(Object.keys(FINDS)).default("load"))
    .addOption(
      new Option("--most <load>", "which load, where none is given")
        .choices(LOADS.map(loadName))
        .default(loadName(LOADS[0])),
    )
    .option("--json", "print what was found")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: MaxUsersFlags): Promise<void> {
  const { gpus, find, json } = flags;
  const isGiven = LOADS.some((load) => flags[load] !== undefined);
  const field = LOADS.find((load) => loadName(load) === flags.most) ?? LOADS[0];
  const { request, options, assumed } = askedEstimate(isGiven ? flags : { ...flags, [field]: 1 });
  const fleet = { ...request, gpus };
  const limits = FINDS[find](fleet, options).map((limit) => ({ ...limit, assumed: [...assumed, ...limit.assumed] }));
  const language = await languageOf(flags);
  print(limits, json, (found) => renderFleetLimit(fleet, found, language));
  process.exitCode = limits.every(({ value }) => value === null) ? EXIT.infeasible : EXIT.feasible;
}
