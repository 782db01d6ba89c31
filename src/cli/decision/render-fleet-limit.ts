import type { FleetLimit, FleetRequest } from "../../decide/index.js";
import type { ConstraintResult } from "../../index.js";
import { say } from "../../language/language.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { assumedLine } from "../render-assumed.js";
import { wrap } from "../wrap.js";

/** What GPUs bear, for a terminal of 80 columns. */
export function renderFleetLimit(
  request: FleetRequest,
  limits: readonly FleetLimit[],
  language: CommandLanguage,
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
  language: CommandLanguage,
): string {
  const { figures } = language;
  const words = language.words.fleetLimit;
  const told = (found: FleetLimit["value"]): string =>
    found === null ? words.none : say(language, "value", { value: found, unit });
  const sure = confidence === null ? words.asPredicted : words.sure(confidence);
  const headline = `${figures.label(say(language, "input", input))} ${value === null ? words.noValue(gpus) : told(value)}, ${sure}`;
  const lines = [
    ...wrap(headline).map((line) => colours.bold(value === null ? colours.red(line) : colours.green(line))),
    ...(confidence === null ? [] : [`${told(expected.value)} ${words.asPredicted}`]),
    ...(use === null ? [] : [words.use({ ...use, use: use.gpus, gpus })]),
    ...(value !== null && expected.value !== null && isHalf(value / expected.value)
      ? wrap(words.far).map((line) => colours.yellow(line))
      : []),
    ...(value === null ? violated.flatMap((one) => stoppedBy(one, language)) : []),
    // A target that is as tight as can be is stopped by itself.
    ...(value === null || violated.every(({ name }) => `targets.${name.replace(" ", ".")}` === input)
      ? []
      : wrap(words.beyond(violated.map(({ name }) => figures.constraint(name)).join(", ")))),
  ];
  return lines.join("\n");
}

const stoppedBy = (
  { name, unit, demand, limit }: ConstraintResult,
  { words, figures }: CommandLanguage,
): readonly string[] =>
  wrap(words.fleetLimit.stoppedBy(figures.constraint(name), figures.amount(demand, unit), figures.amount(limit, unit)));

const isHalf = (ratio: number): boolean => ratio < 0.5 || ratio > 2;
