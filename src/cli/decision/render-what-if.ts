import type { Change, Sensitivity, Threshold, WhatIf } from "../../decide/index.js";
import { colours } from "../colours.js";
import { formatPercent } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { inputName, inputValue } from "./input-words.js";

/** What each part of a request costs, for a terminal of 80 columns. */
export function renderWhatIf({ estimate, changes, thresholds, sensitivities }: WhatIf): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const moving = changes.filter(({ saves, gpus }) => gpus !== null && saves !== 0);
  const still = changes.filter(({ saves }) => saves === 0);
  const paragraphs = [
    wrap(estimate.summary)
      .map((line) => colours.bold(colour(line)))
      .join("\n"),
    assumedLine(estimate.assumed),
    moving.length === 0 ? "" : changeTable(moving),
    still.length === 0 ? "" : wrap(`no other count: ${still.map(shortly).join("; ")}`).join("\n"),
    failing(changes),
    thresholds.length === 0 ? "" : thresholdTable(thresholds),
    sensitivities.length === 0 ? "" : sensitivityTable(sensitivities),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function changeTable(changes: readonly Change[]): string {
  const rows = changes.map(({ input, unit, from, to, share, gpus, saves, confidence }) => [
    inputName(input),
    `${inputValue(from, unit)} -> ${inputValue(to, unit)}`,
    share === null ? "" : signed(share),
    String(gpus),
    saves === null ? "" : String(saves),
    confidence === null ? "" : formatPercent(confidence),
  ]);
  return formatTable(["change", "", "", "GPUs", "saves", "sure"], rows, [2, 3, 4, 5]);
}

/** `+25 %`. */
const signed = (share: number): string => `${share > 0 ? "+" : ""}${formatPercent(Number(share.toFixed(2)))}`;

const shortly = ({ input, unit, to }: Change): string => `${inputName(input)} ${inputValue(to, unit)}`;

/** What nothing serves, or nobody may ask for. */
function failing(changes: readonly Change[]): string {
  const told = changes
    .filter(({ gpus }) => gpus === null)
    .map((change) => `${shortly(change)}${change.refused === null ? "" : ` (${change.refused})`}`);
  return told.length === 0 ? "" : wrap(`nothing serves: ${told.join("; ")}`).join("\n");
}

/** Up to where the GPUs stay the same, and where fewer do. */
function thresholdTable(thresholds: readonly Threshold[]): string {
  const rows = thresholds.map(({ input, unit, asked, gpus, until, beyond, fewer }) => [
    inputName(input),
    inputValue(asked, unit),
    `${inputValue(until, unit)}: ${gpus}`,
    beyond === null ? "" : String(beyond),
    fewer === null ? "" : `${inputValue(fewer.value, unit)}: ${fewer.gpus}`,
  ]);
  return formatTable(["threshold", "asked", "until: GPUs", "beyond", "fewer from"], rows, []);
}

/** What each per cent of an input adds to the share of each limit that is used. */
function sensitivityTable(sensitivities: readonly Sensitivity[]): string {
  const constraints = [...new Set(sensitivities.map(({ constraint }) => constraint))];
  const inputs = [...new Set(sensitivities.map(({ input }) => input))];
  const added = (input: string, constraint: string): string => {
    const found = sensitivities.find((one) => one.input === input && one.constraint === constraint);
    // Slopes this small are rounding.
    return found === undefined || Math.abs(found.elasticity) < 0.005 ? "" : `${found.elasticity.toFixed(2)} %`;
  };
  const moved = constraints.filter((constraint) => inputs.some((input) => added(input, constraint) !== ""));
  return formatTable(
    ["on the same GPUs 1 % more of", ...moved],
    inputs.map((input) => [inputName(input), ...moved.map((constraint) => added(input, constraint))]),
    moved.map((_, column) => column + 1),
  );
}
