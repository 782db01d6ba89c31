import type { FleetLimit, FleetRequest } from "../../decide/index.js";
import type { ConstraintResult } from "../../index.js";
import { colours } from "../colours.js";
import { formatAmount, formatPercent } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { nameOf } from "../constraint-name.js";
import { wrap } from "../wrap.js";
import { inputName, inputValue } from "./input-words.js";
import { english } from "../../language/english/index.js";
import type { Language } from "../../language/language.js";

/** What GPUs bear, for a terminal of 80 columns. */
export function renderFleetLimit(
  request: FleetRequest,
  limits: readonly FleetLimit[],
  language: Language = english,
): string {
  const paragraphs = [
    ...limits.map((limit) => limitLines(request.gpus, limit, language)),
    assumedLine(limits[0]?.assumed ?? [], language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function limitLines(
  gpus: number,
  { input, unit, value, confidence, use, expected, violated }: FleetLimit,
  language: Language,
): string {
  const name = inputName(input, language);
  const sure = confidence === null ? "as predicted" : `${formatPercent(confidence)} sure`;
  const told = (found: FleetLimit["value"]): string => (found === null ? "none" : inputValue(found, unit, language));
  const headline = `${name}: ${value === null ? `no value keeps every target on ${gpus} GPUs` : told(value)}, ${sure}`;
  const lines = [
    ...wrap(headline).map((line) => colours.bold(value === null ? colours.red(line) : colours.green(line))),
    ...(confidence === null ? [] : [`${told(expected.value)} as predicted`]),
    ...(use === null
      ? []
      : [`${use.gpus} of ${gpus} GPUs: ${use.replicas} x ${use.gpusPerReplica}, batches of up to ${use.maxBatchSize}`]),
    ...(value !== null && expected.value !== null && isHalf(value / expected.value)
      ? [colours.yellow("less than half or more than twice what is predicted: measure before you promise")]
      : []),
    ...(value === null ? violated.flatMap((one) => stoppedBy(one, language)) : []),
    // A target that is as tight as can be is stopped by itself.
    ...(value === null || violated.every(({ name: constraint }) => `targets.${constraint.replace(" ", ".")}` === input)
      ? []
      : wrap(
          `one step beyond would break ${violated.map(({ name: constraint }) => nameOf(constraint, language)).join(", ")}`,
        )),
  ];
  return lines.join("\n");
}

const stoppedBy = ({ name, unit, demand, limit }: ConstraintResult, language: Language): readonly string[] =>
  wrap(
    `stopped by ${nameOf(name, language)}: ${formatAmount(demand, unit)} where ${formatAmount(limit, unit)} are allowed`,
  );

const isHalf = (ratio: number): boolean => ratio < 0.5 || ratio > 2;
