import type { FleetLimit, FleetRequest } from "../../decide/index.js";
import type { ConstraintResult } from "../../index.js";
import { colours } from "../colours.js";
import { formatAmount, formatPercent } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { wrap } from "../wrap.js";
import { inputName, inputValue } from "./input-words.js";

/** What GPUs bear, for a terminal of 80 columns. */
export function renderFleetLimit(request: FleetRequest, limits: readonly FleetLimit[]): string {
  const paragraphs = [...limits.map((limit) => limitLines(request.gpus, limit)), assumedLine(limits[0]?.assumed ?? [])];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function limitLines(gpus: number, { input, unit, value, confidence, use, expected, violated }: FleetLimit): string {
  const name = inputName(input);
  const sure = confidence === null ? "as predicted" : `${formatPercent(confidence)} sure`;
  const told = (found: FleetLimit["value"]): string => (found === null ? "none" : inputValue(found, unit));
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
    ...(value === null ? violated.flatMap(stoppedBy) : []),
    // A target that is as tight as can be is stopped by itself.
    ...(value === null || violated.every(({ name: constraint }) => constraint === name)
      ? []
      : wrap(`one step beyond would break ${violated.map(({ name: constraint }) => constraint).join(", ")}`)),
  ];
  return lines.join("\n");
}

const stoppedBy = ({ name, unit, demand, limit }: ConstraintResult): readonly string[] =>
  wrap(`stopped by ${name}: ${formatAmount(demand, unit)} where ${formatAmount(limit, unit)} are allowed`);

const isHalf = (ratio: number): boolean => ratio < 0.5 || ratio > 2;
