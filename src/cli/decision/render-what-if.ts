import type { Change, Sensitivity, Threshold, WhatIf } from "../../decide/index.js";
import { colours } from "../colours.js";
import { assumedLine } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { inLines, wrap } from "../wrap.js";
import { say } from "../../language/language.js";
import type { CommandLanguage } from "../language/command-language.js";
import { inWholePercent } from "../../internal/whole-percent.js";

/** What each part of a request costs, for a terminal of 80 columns. */
export function renderWhatIf(
  { estimate, changes, thresholds, sensitivities }: WhatIf,
  language: CommandLanguage,
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
      : wrap(
          `${language.words.whatIf.still} ${language.figures.clauses(still.map((change) => shortly(change, language)))}`,
        ).join("\n"),
    failing(changes, language),
    thresholds.length === 0 ? "" : thresholdTable(thresholds, language),
    sensitivities.length === 0 ? "" : sensitivityTable(sensitivities, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

/** Columns of the name of an input: longer ones go on in the next line. */
const NAME_COLUMNS = 23;

const inCell = (input: string, language: CommandLanguage): string => inLines(inputName(input, language), NAME_COLUMNS);

const inputName = (input: string, language: CommandLanguage): string => say(language, "input", input);

const inputValue = (value: number | string, unit: string, language: CommandLanguage): string =>
  say(language, "value", { value, unit });

function changeTable(changes: readonly Change[], language: CommandLanguage): string {
  const { words, figures } = language;
  const rows = changes.map(({ input, unit, from, to, share, gpus, saves, confidence }) => [
    inCell(input, language),
    words.whatIf.step(from, to, unit),
    share === null ? "" : signed(share, figures),
    String(gpus),
    saves === null ? "" : String(saves),
    confidence === null ? "" : figures.percent(inWholePercent(confidence)),
  ]);
  return formatTable(
    [words.whatIf.change, "", "", words.whatIf.gpus, words.whatIf.saves, words.whatIf.sure],
    rows,
    [2, 3, 4, 5],
  );
}

/** `+25 %`. */
const signed = (share: number, { percent }: CommandLanguage["figures"]): string =>
  `${share > 0 ? "+" : ""}${percent(Number(share.toFixed(2)))}`;

const shortly = ({ input, unit, to }: Change, language: CommandLanguage): string =>
  `${inputName(input, language)} ${inputValue(to, unit, language)}`;

/** What nothing serves, or nobody may ask for. */
function failing(changes: readonly Change[], language: CommandLanguage): string {
  const told = changes
    .filter(({ gpus }) => gpus === null)
    .map((change) => `${shortly(change, language)}${change.refused === null ? "" : ` (${change.refused})`}`);
  return told.length === 0 ? "" : wrap(`${language.words.whatIf.failing} ${language.figures.clauses(told)}`).join("\n");
}

/** Up to where the GPUs stay the same, and where fewer do. */
function thresholdTable(thresholds: readonly Threshold[], language: CommandLanguage): string {
  const words = language.words.whatIf;
  const rows = thresholds.map(({ input, unit, asked, gpus, until, beyond, fewer }) => [
    inCell(input, language),
    inputValue(asked, unit, language),
    words.gpusAt(until, unit, gpus),
    beyond === null ? "" : String(beyond),
    fewer === null ? "" : words.gpusAt(fewer.value, unit, fewer.gpus),
  ]);
  return formatTable([words.threshold, words.asked, words.until, words.beyond, words.fewer], rows, []);
}

/** What each per cent of an input adds to the share of each limit that is used. */
function sensitivityTable(sensitivities: readonly Sensitivity[], language: CommandLanguage): string {
  const { words, figures } = language;
  const constraints = [...new Set(sensitivities.map(({ constraint }) => constraint))];
  const inputs = [...new Set(sensitivities.map(({ input }) => input))];
  const added = (input: string, constraint: string): string => {
    const found = sensitivities.find((one) => one.input === input && one.constraint === constraint);
    // Slopes this small are rounding.
    return found === undefined || Math.abs(found.elasticity) < 0.005 ? "" : words.whatIf.elasticity(found.elasticity);
  };
  const moved = constraints.filter((constraint) => inputs.some((input) => added(input, constraint) !== ""));
  return formatTable(
    [words.whatIf.oneMorePercentOf, ...moved.map((constraint) => figures.shortConstraint(constraint))],
    inputs.map((input) => [inCell(input, language), ...moved.map((constraint) => added(input, constraint))]),
    moved.map((_, column) => column + 1),
  );
}
