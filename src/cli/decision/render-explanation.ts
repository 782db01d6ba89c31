import type { Explanation, ServerPurchase } from "../../decide/index.js";
import type { NamedEstimate } from "../../index.js";
import { colours } from "../colours.js";
import { assumedLine } from "../render-assumed.js";
import { predictionWarningLines } from "../render-warnings.js";
import { wrap } from "../wrap.js";
import { say } from "../../language/language.js";
import type { CommandLanguage } from "../language/command-language.js";

/** What `infrascale explain` prints: an estimate, why it is so, and the servers that it takes. */
export interface ExplainedEstimate {
  readonly estimate: NamedEstimate;
  readonly reasons: readonly Explanation[];
  readonly servers: readonly ServerPurchase[];
}

/** The same for a terminal of 80 columns. */
export function renderExplanation(
  { estimate, reasons, servers: [best] }: ExplainedEstimate,
  language: CommandLanguage,
): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const [first, ...others] = reasons.map((reason) => say(language, "explanation", reason));
  const paragraphs = [
    wrap(first ?? say(language, "summary", estimate))
      .map((line) => colours.bold(colour(line)))
      .join("\n"),
    wrap(language.words.estimate.subject(estimate.model, estimate.gpu, estimate.performanceModel)).join("\n"),
    assumedLine(estimate.assumed, language),
    others.flatMap(bullet).join("\n"),
    best === undefined ? "" : wrap(serverText(best, language)).join("\n"),
    predictionWarningLines(estimate.warnings, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

const bullet = (message: string): readonly string[] =>
  wrap(message, "  ").map((line, index) => (index === 0 ? `- ${line.trimStart()}` : line));

/** Machine names that a line has room for. */
const MOST_NAMES = 4;

/** `in whole servers: 3 x 8 = 24 GPUs, none idle (p5.48xlarge ...)`. */
export function serverText({ machines, ...servers }: ServerPurchase, { words }: CommandLanguage): string {
  const names = machines.slice(0, MOST_NAMES).join(", ");
  return `${words.servers(servers)}${names === "" ? "" : ` (${names}${machines.length > MOST_NAMES ? " ..." : ""})`}`;
}
