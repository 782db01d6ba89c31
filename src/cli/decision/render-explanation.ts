import type { Explanation, ServerPurchase } from "../../decide/index.js";
import type { NamedEstimate } from "../../index.js";
import { colours } from "../colours.js";
import { assumedLine } from "../render-assumed.js";
import { predictionWarningLines } from "../render-warnings.js";
import { wrap } from "../wrap.js";
import { english } from "../../language/english/index.js";
import { say, type Language } from "../../language/language.js";

/** What `infrascale explain` prints: an estimate, why it is so, and the servers that it takes. */
export interface ExplainedEstimate {
  readonly estimate: NamedEstimate;
  readonly reasons: readonly Explanation[];
  readonly servers: readonly ServerPurchase[];
}

/** The same for a terminal of 80 columns. */
export function renderExplanation(
  { estimate, reasons, servers: [best] }: ExplainedEstimate,
  language: Language = english,
): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const [first, ...others] = reasons.map((reason) => say(language, "explanation", reason));
  const paragraphs = [
    wrap(first ?? say(language, "summary", estimate))
      .map((line) => colours.bold(colour(line)))
      .join("\n"),
    `${estimate.model} on ${estimate.gpu}, ${estimate.performanceModel} model`,
    assumedLine(estimate.assumed, language),
    others.flatMap(bullet).join("\n"),
    best === undefined ? "" : serverLines(best),
    predictionWarningLines(estimate.warnings, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

const bullet = (message: string): readonly string[] =>
  wrap(message, "  ").map((line, index) => (index === 0 ? `- ${line.trimStart()}` : line));

/** Machine names that a line has room for. */
const MOST_NAMES = 4;

/** `3 servers of 8 GPUs: 24, none of them idle (p5.48xlarge ...)`. */
export function serverLines({ servers, gpusPerServer, gpus, idleGpus, machines }: ServerPurchase): string {
  const names =
    machines.length === 0
      ? ""
      : ` (${machines.slice(0, MOST_NAMES).join(", ")}${machines.length > MOST_NAMES ? " ..." : ""})`;
  return wrap(
    `in whole servers: ${servers} x ${gpusPerServer} = ${gpus} GPUs, ${idleGpus === 0 ? "none" : String(idleGpus)} idle${names}`,
  ).join("\n");
}
