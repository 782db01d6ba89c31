import type { Candidate, FeasibleCandidate } from "../../decide/compare/index.js";
import { colours } from "../colours.js";
import { formatNumber } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { wrap } from "../wrap.js";
import type { CompareResult } from "./compare-result.js";
import { energyTable } from "./energy-table.js";
import { mainTable } from "./main-table.js";
import { placeLines } from "./place-lines.js";
import { priceTable } from "./price-table.js";

/** A comparison for a terminal of 80 columns, or a pipe. */
export function renderComparison({ candidates, assumed }: CompareResult): string {
  const feasible = candidates.filter((candidate) => candidate.status === "feasible");
  const paragraphs = [
    feasible.length === 0 ? colours.red("nothing that is compared meets the targets") : mainTable(feasible),
    impracticalLines(feasible),
    reasonLines(candidates),
    ...(feasible.length === 0
      ? []
      : [priceTable(feasible), energyTable(feasible), placeLines(feasible), assumedLine(assumed)]),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

/** Why nobody would buy some of them. */
const impracticalLines = (feasible: readonly FeasibleCandidate[]): string =>
  feasible
    .flatMap(({ gpu, impractical }) =>
      impractical === null
        ? []
        : wrap(
            `impractical: ${gpu} has ${formatNumber(impractical.requestsPerGpu)} requests for each GPU; ${impractical.constraints.join(" and ")} at the edge of what it does`,
          ),
    )
    .map((line) => colours.yellow(line))
    .join("\n");

/** Why some meet no target, or cannot be built. */
const reasonLines = (candidates: readonly Candidate[]): string =>
  candidates
    .flatMap((candidate) =>
      candidate.status === "feasible" ? [] : wrap(`${candidate.gpu}: ${candidate.reason.replace(/ \([^()]*\)$/, "")}`),
    )
    .map((line) => colours.dim(line))
    .join("\n");
