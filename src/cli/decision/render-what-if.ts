import type { Change, Threshold, WhatIf } from "../../decide/index.js";
import { colours } from "../colours.js";
import { formatPercent } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { inputName, inputValue } from "./input-words.js";

/** What each part of a request costs, for a terminal of 80 columns. */
export function renderWhatIf({ estimate, changes, thresholds }: WhatIf): string {
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
