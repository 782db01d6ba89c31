import packageJson from "../../../package.json" with { type: "json" };
import { costOf, type ServingCost } from "../../cost/index.js";
import type { NamedEstimate } from "../../index.js";
import { costOptionsOf, type CostFlags } from "../comparison/cost-flags.js";
import type { ExplainedEstimate } from "../decision/render-explanation.js";
import type { CommandLanguage } from "../language/command-language.js";
import { writeText } from "../write-file.js";
import { htmlReport } from "./html-report.js";

/** Prices by which a report says money, and the GPU as it was asked for, which own prices may name. */
type ReportFlags = CostFlags & { readonly gpu: string };

/** Writes the report of an estimate, with what it costs and emits. */
export function writeReport(
  path: string,
  explained: ExplainedEstimate,
  flags: ReportFlags,
  language: CommandLanguage,
): void {
  const { today } = costOptionsOf(flags);
  const cost = moneyOf(explained.estimate, flags);
  writeText(path, htmlReport({ ...explained, cost, version: packageJson.version, today }, language), "report");
}

/** Money of a purchase by the engine model; the classic one knows no times, and what is infeasible costs nothing. */
function moneyOf(estimate: NamedEstimate, flags: ReportFlags): ServingCost | null {
  if (estimate.status === "infeasible" || estimate.plan === null) return null;
  const own = flags.price?.[estimate.gpu] ?? flags.price?.[flags.gpu];
  return costOf(estimate, { ...costOptionsOf(flags), ...(own === undefined ? {} : { ownPerGpuHour: own }) });
}
