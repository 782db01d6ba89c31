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
import { say } from "../../language/language.js";
import type { CommandLanguage } from "../language/command-language.js";

/** A comparison for a terminal of 80 columns, or a pipe. */
export function renderComparison({ candidates, assumed }: CompareResult, language: CommandLanguage): string {
  const feasible = candidates.filter((candidate) => candidate.status === "feasible");
  const parts = partsOf(candidates);
  const labelOf: Label = (candidate) => parts(candidate).join(" ");
  const paragraphs = [
    feasible.length === 0 ? colours.red(language.words.comparison.nothing) : mainTable(feasible, language),
    impracticalLines(feasible, labelOf, language),
    reasonLines(candidates, labelOf, language),
    ...(feasible.length === 0
      ? []
      : [
          priceTable(feasible, language),
          energyTable(feasible, language),
          placeLines(feasible, language),
          assumedLine(assumed, language),
        ]),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

/** A candidate in one line. */
type Label = (candidate: Candidate) => string;

/** Why nobody would buy some of them. */
const impracticalLines = (feasible: readonly FeasibleCandidate[], labelOf: Label, language: CommandLanguage): string =>
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

const reasonOf = (candidate: InfeasibleCandidate | RefusedCandidate, language: CommandLanguage): string =>
  candidate.status === "refused"
    ? say(language, "error", candidate.refusal)
    : say(language, "summary", candidate.estimate);

/** Why some meet no target, or cannot be built. */
const reasonLines = (candidates: readonly Candidate[], labelOf: Label, language: CommandLanguage): string =>
  candidates
    .flatMap((candidate) =>
      candidate.status === "feasible"
        ? []
        : wrap(
            `${language.figures.label(labelOf(candidate))} ${reasonOf(candidate, language).replace(/ \([^()]*\)$/, "")}`,
          ),
    )
    .map((line) => colours.dim(line))
    .join("\n");
