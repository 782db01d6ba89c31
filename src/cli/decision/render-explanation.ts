import type { Explanation, ServerPurchase } from "../../decide/index.js";
import type { NamedEstimate } from "../../index.js";
import { colours } from "../colours.js";
import { assumedLine } from "../render-assumed.js";
import { warningLines } from "../render-warnings.js";
import { wrap } from "../wrap.js";

/** What `infrascale explain` prints: an estimate, why it is so, and the servers that it takes. */
export interface ExplainedEstimate {
  readonly estimate: NamedEstimate;
  readonly reasons: readonly Explanation[];
  readonly servers: readonly ServerPurchase[];
}

/** The same for a terminal of 80 columns. */
export function renderExplanation({ estimate, reasons, servers: [best] }: ExplainedEstimate): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const [first, ...others] = reasons.map(({ message }) => message);
  const paragraphs = [
    wrap(first ?? estimate.summary)
      .map((line) => colours.bold(colour(line)))
      .join("\n"),
    `${estimate.model} on ${estimate.gpu}, ${estimate.performanceModel} model`,
    assumedLine(estimate.assumed),
    others.flatMap(bullet).join("\n"),
    best === undefined ? "" : serverLines(best),
    warningLines(estimate.warnings),
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
