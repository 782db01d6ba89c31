import type { Command } from "commander";
import { rentalOffers } from "../cost/index.js";
import { compareGpus, type CompareOptions } from "../decide/compare/index.js";
import { gpus as catalogGpus, type Gpu, type Precision, type Routing } from "../index.js";
import { addCostFlags, costOptionsOf, type CostFlags } from "./comparison/cost-flags.js";
import { comparisonTable } from "./comparison/comparison-export.js";
import { renderComparison } from "./comparison/render-comparison.js";
import { PROFILE_HELP, profileOf } from "./deployment-flags.js";
import { askedTargets } from "./estimation/assumed-targets.js";
import { EXIT } from "./exit-codes.js";
import { given, number } from "./flags.js";
import { addTableFlags, tableFormat, type TableFlags } from "./number-table.js";
import { print } from "./print.js";
import { progress } from "./progress.js";
import { modelOrJsonFile, idOrJsonFile } from "./read-json.js";
import { addScenarioFlag } from "./scenario/scenario-flag.js";
import { addRoutingFlag } from "./routing-flag.js";
import { addTargetFlags, type TargetFlags } from "./target-flags.js";
import { addWorkloadFlags, workloadOf, type WorkloadFlags } from "./workload-flags.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";

interface CompareFlags extends WorkloadFlags, TargetFlags, CostFlags, TableFlags, LanguageFlag {
  readonly model: readonly string[];
  readonly gpu?: readonly string[];
  readonly engine?: readonly string[];
  readonly weights?: readonly string[];
  readonly routing: Routing;
  readonly profile?: string;
  readonly spareReplicas?: number;
  readonly confidence?: number | "expected";
}

const list = (text: string): readonly string[] => text.split(",").map((part) => part.trim());

const HELP = `
Without --gpu all that somebody rents out are compared; --gpu all takes the whole
catalog. Prices are before tax and never converted without --exchange.

Examples:
  $ infrascale compare --model llama-3.3-70b --preset chat --users 2000
  $ infrascale compare --model qwen3-32b --gpu l40s,h100,h200 \\
      --weights bf16,fp8 --preset rag --users 300 --zone FRA --mean-load 0.6
  $ infrascale compare --model llama-3.1-8b,qwen3-14b --gpu h100 \\
      --requests-per-second 20 --input-tokens 1000 --output-tokens 200 \\
      --ttft-p95 1 --price h100=2.5 --csv

Exit status: 0 where one meets the targets, 2 where none does, 1 bad input.`;

/** Options and action of `infrascale compare`. */
export function compareCommand(command: Command): void {
  addLanguageFlag(addScenarioFlag(command))
    .requiredOption("--model <list>", "models: names, or .json (model or HF config)", list)
    .option("--gpu <list>", "GPUs: names, .json files, or all", list)
    .option("--engine <list>", "vllm, sglang, tensorrt-llm, generic; @version", list)
    .option("--weights <list>", "weights: bf16, fp8, int8, int4, fp4 ...", list);
  addWorkloadFlags(command);
  addRoutingFlag(addTargetFlags(command));
  addTableFlags(addCostFlags(command))
    .option("--spare-replicas <number>", "replicas that may be down (0)", number)
    .option("--confidence <probability>", 'that targets hold, or "expected" (0.9)', (text) =>
      text === "expected" ? text : number(text),
    )
    .option("--profile <file>", PROFILE_HELP)
    .option("--json", "print the comparison object")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: CompareFlags): Promise<void> {
  const format = tableFormat(flags);
  const language = await languageOf(flags);
  const { targets, assumed } = askedTargets(flags);
  const bar = await progress(language.words.comparing, language);
  const options: CompareOptions = {
    gpus: gpusOf(flags),
    models: flags.model.map((name) => modelOrJsonFile(name, "model")),
    ...given({
      engines: flags.engine,
      precisions: flags.weights?.map((weights) => ({ weights: weights as Precision })),
      ownPrices: flags.price,
    }),
    cost: costOptionsOf(flags),
    estimate: given({ confidence: flags.confidence, spareReplicas: flags.spareReplicas }),
    onCandidate: (_, done, total) => bar.update(done, total),
  };
  const comparison = compareGpus(
    { workload: workloadOf(flags), targets, routing: flags.routing, ...profileOf(flags.profile) },
    options,
  );
  bar.stop();
  const { candidates } = comparison;
  const first = candidates.find((candidate) => candidate.status === "feasible");
  const result = { candidates, assumed: [...assumed, ...(first?.estimate.assumed ?? [])] };
  print(result, flags.json, (shown) =>
    format === null ? renderComparison(shown, language) : comparisonTable(format, shown.candidates),
  );
  process.exitCode = first === undefined ? EXIT.infeasible : EXIT.feasible;
}

/** Those that are named; without names, those that somebody rents out. */
function gpusOf({ gpu }: CompareFlags): readonly (string | Gpu)[] {
  if (gpu === undefined) {
    const rented = new Set(rentalOffers.map((offer) => offer.gpu));
    return catalogGpus.filter(({ id }) => rented.has(id));
  }
  return gpu.length === 1 && gpu[0] === "all" ? catalogGpus : gpu.map((name) => idOrJsonFile<Gpu>(name, "gpu"));
}
