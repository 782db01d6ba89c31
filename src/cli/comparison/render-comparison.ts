import type {
  Candidate,
  FeasibleCandidate,
  InfeasibleCandidate,
  RefusedCandidate,
} from "../../decide/compare/index.js";
import { colours } from "../colours.js";
import { assumedLine } from "../render-assumed.js";
import { wrap } from "../wrap.js";
import { partsOf } from "./candidate-names.js";
import type { CompareResult } from "./compare-result.js";
import { energyTable } from "./energy-table.js";
import { mainTable } from "./main-table.js";
import { placeLines } from "./place-lines.js";
import { priceTable } from "./price-table.js";
import { english } from "../../language/english/index.js";
import { say, type Language } from "../../language/language.js";

/** A comparison for a terminal of 80 columns, or a pipe. */
export function renderComparison({ candidates, assumed }: CompareResult, language: Language = english): string {
  const feasible = candidates.filter((candidate) => candidate.status === "feasible");
  const parts = partsOf(candidates);
  const labelOf: Label = (candidate) => parts(candidate).join(" ");
  const paragraphs = [
    feasible.length === 0 ? colours.red("nothing that is compared meets the targets") : mainTable(feasible),
    impracticalLines(feasible, labelOf, language),
    reasonLines(candidates, labelOf, language),
    ...(feasible.length === 0
      ? []
      : [priceTable(feasible), energyTable(feasible), placeLines(feasible), assumedLine(assumed, language)]),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

/** A candidate in one line. */
type Label = (candidate: Candidate) => string;

/** Why nobody would buy some of them. */
const impracticalLines = (feasible: readonly FeasibleCandidate[], labelOf: Label, language: Language): string =>
  feasible
    .flatMap((candidate) =>
      candidate.impractical === null
        ? []
        : wrap(
            `${language.labels.impractical} ${labelOf(candidate)} ${say(language, "impractical", candidate.impractical)}`,
          ),
    )
    .map((line) => colours.yellow(line))
    .join("\n");

const reasonOf = (candidate: InfeasibleCandidate | RefusedCandidate, language: Language): string =>
  candidate.status === "refused"
    ? say(language, "error", candidate.refusal)
    : say(language, "summary", candidate.estimate);

/** Why some meet no target, or cannot be built. */
const reasonLines = (candidates: readonly Candidate[], labelOf: Label, language: Language): string =>
  candidates
    .flatMap((candidate) =>
      candidate.status === "feasible"
        ? []
        : wrap(`${labelOf(candidate)}: ${reasonOf(candidate, language).replace(/ \([^()]*\)$/, "")}`),
    )
    .map((line) => colours.dim(line))
    .join("\n");
