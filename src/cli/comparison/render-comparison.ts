import type { Candidate, FeasibleCandidate } from "../../decide/compare/index.js";
import { colours } from "../colours.js";
import { formatNumber } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { wrap } from "../wrap.js";
import { partsOf } from "./candidate-names.js";
import type { CompareResult } from "./compare-result.js";
import { energyTable } from "./energy-table.js";
import { mainTable } from "./main-table.js";
import { placeLines } from "./place-lines.js";
import { priceTable } from "./price-table.js";

/** A comparison for a terminal of 80 columns, or a pipe. */
export function renderComparison({ candidates, assumed }: CompareResult): string {
  const feasible = candidates.filter((candidate) => candidate.status === "feasible");
  const parts = partsOf(candidates);
  const labelOf: Label = (candidate) => parts(candidate).join(" ");
  const paragraphs = [
    feasible.length === 0 ? colours.red("nothing that is compared meets the targets") : mainTable(feasible),
    impracticalLines(feasible, labelOf),
    reasonLines(candidates, labelOf),
    ...(feasible.length === 0
      ? []
      : [priceTable(feasible), energyTable(feasible), placeLines(feasible), assumedLine(assumed)]),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

/** A candidate in one line. */
type Label = (candidate: Candidate) => string;

/** Why nobody would buy some of them. */
const impracticalLines = (feasible: readonly FeasibleCandidate[], labelOf: Label): string =>
  feasible
    .flatMap((candidate) =>
      candidate.impractical === null
        ? []
        : wrap(
            `impractical: ${labelOf(candidate)} has ${formatNumber(candidate.impractical.requestsPerGpu)} requests for each GPU; ${candidate.impractical.constraints.join(" and ")} at the edge of what it does`,
          ),
    )
    .map((line) => colours.yellow(line))
    .join("\n");

/** Why some meet no target, or cannot be built. */
const reasonLines = (candidates: readonly Candidate[], labelOf: Label): string =>
  candidates
    .flatMap((candidate) =>
      candidate.status === "feasible"
        ? []
        : wrap(`${labelOf(candidate)}: ${candidate.reason.replace(/ \([^()]*\)$/, "")}`),
    )
    .map((line) => colours.dim(line))
    .join("\n");
