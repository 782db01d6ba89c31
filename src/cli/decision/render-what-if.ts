import type { Change, Sensitivity, Threshold, WhatIf } from "../../decide/index.js";
import { colours } from "../colours.js";
import { formatPercent } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { nameOf } from "../constraint-name.js";
import { wrap } from "../wrap.js";
import { inputName, inputValue } from "./input-words.js";
import { english } from "../../language/english/index.js";
import { say, type Language } from "../../language/language.js";

/** What each part of a request costs, for a terminal of 80 columns. */
export function renderWhatIf(
  { estimate, changes, thresholds, sensitivities }: WhatIf,
  language: Language = english,
): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const moving = changes.filter(({ saves, gpus }) => gpus !== null && saves !== 0);
  const still = changes.filter(({ saves }) => saves === 0);
  const paragraphs = [
    wrap(say(language, "summary", estimate))
      .map((line) => colours.bold(colour(line)))
      .join("\n"),
    assumedLine(estimate.assumed, language),
    moving.length === 0 ? "" : changeTable(moving, language),
    still.length === 0
      ? ""
      : wrap(`no other count: ${still.map((change) => shortly(change, language)).join("; ")}`).join("\n"),
    failing(changes, language),
    thresholds.length === 0 ? "" : thresholdTable(thresholds, language),
    sensitivities.length === 0 ? "" : sensitivityTable(sensitivities, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function changeTable(changes: readonly Change[], language: Language): string {
  const rows = changes.map(({ input, unit, from, to, share, gpus, saves, confidence }) => [
    inputName(input, language),
    `${inputValue(from, unit, language)} -> ${inputValue(to, unit, language)}`,
    share === null ? "" : signed(share),
    String(gpus),
    saves === null ? "" : String(saves),
    confidence === null ? "" : formatPercent(confidence),
  ]);
  return formatTable(["change", "", "", "GPUs", "saves", "sure"], rows, [2, 3, 4, 5]);
}

/** `+25 %`. */
const signed = (share: number): string => `${share > 0 ? "+" : ""}${formatPercent(Number(share.toFixed(2)))}`;

const shortly = ({ input, unit, to }: Change, language: Language): string =>
  `${inputName(input, language)} ${inputValue(to, unit, language)}`;

/** What nothing serves, or nobody may ask for. */
function failing(changes: readonly Change[], language: Language): string {
  const told = changes
    .filter(({ gpus }) => gpus === null)
    .map((change) => `${shortly(change, language)}${change.refused === null ? "" : ` (${change.refused})`}`);
  return told.length === 0 ? "" : wrap(`nothing serves: ${told.join("; ")}`).join("\n");
}

/** Up to where the GPUs stay the same, and where fewer do. */
function thresholdTable(thresholds: readonly Threshold[], language: Language): string {
  const rows = thresholds.map(({ input, unit, asked, gpus, until, beyond, fewer }) => [
    inputName(input, language),
    inputValue(asked, unit, language),
    `${inputValue(until, unit, language)}: ${gpus}`,
    beyond === null ? "" : String(beyond),
    fewer === null ? "" : `${inputValue(fewer.value, unit, language)}: ${fewer.gpus}`,
  ]);
  return formatTable(["threshold", "asked", "until: GPUs", "beyond", "fewer from"], rows, []);
}

/** What each per cent of an input adds to the share of each limit that is used. */
function sensitivityTable(sensitivities: readonly Sensitivity[], language: Language): string {
  const constraints = [...new Set(sensitivities.map(({ constraint }) => constraint))];
  const inputs = [...new Set(sensitivities.map(({ input }) => input))];
  const added = (input: string, constraint: string): string => {
    const found = sensitivities.find((one) => one.input === input && one.constraint === constraint);
    // Slopes this small are rounding.
    return found === undefined || Math.abs(found.elasticity) < 0.005 ? "" : `${found.elasticity.toFixed(2)} %`;
  };
  const moved = constraints.filter((constraint) => inputs.some((input) => added(input, constraint) !== ""));
  return formatTable(
    ["on the same GPUs 1 % more of", ...moved.map((constraint) => nameOf(constraint, language))],
    inputs.map((input) => [inputName(input, language), ...moved.map((constraint) => added(input, constraint))]),
    moved.map((_, column) => column + 1),
  );
}
