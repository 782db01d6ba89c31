import { classicModel } from "../../src/index.js";
import { estimateGpus } from "../../src/core.js";
import { scenarioOf, workloadOf, type OriginalInput } from "./original.js";

/** One sizing problem of the original, and the fewest GPUs; null when nothing is feasible. */
export interface SolutionCase {
  readonly input: OriginalInput & { readonly max_S: number; readonly max_B: number };
  readonly output: { readonly gpus: number | null };
}

/** The fewest GPUs that we find for a problem of the original; null when nothing is feasible. */
export function solve(input: SolutionCase["input"]): number | null {
  const { model, gpu, precision, targets } = scenarioOf(input);
  const estimate = estimateGpus(
    { model, gpu, precision, workload: workloadOf(input), targets },
    {
      performance: classicModel({
        memoryOverheadPercent: input.memory_overhead_percent,
        efficiency: input.efficiency_factor,
      }),
      search: {
        gpusPerReplica: Array.from({ length: input.max_S }, (_, index) => index + 1),
        batchExponent: [1, input.max_B],
        minQueueRatio: 0.1,
      },
    },
  );
  return estimate.status === "feasible" ? estimate.gpus : null;
}
