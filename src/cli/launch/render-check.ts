import type { CheckStatus, PlanCheck, RunCheck, TargetCheck } from "../../launch/index.js";
import { limitName, TARGETS } from "../../workload/targets.js";
import { colours } from "../colours.js";
import { formatNumber, formatPercent, formatSeconds } from "../format.js";
import { warningLines } from "../render-warnings.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { english } from "../../language/english/index.js";
import { say } from "../../language/language.js";

const COLOURS: Readonly<Record<CheckStatus, (text: string) => string>> = {
  passed: colours.green,
  failed: colours.red,
  inconclusive: colours.yellow,
};

/** A check for a terminal of 80 columns, or a pipe. */
export function renderCheck(check: PlanCheck & { readonly warnings: readonly { readonly message: string }[] }): string {
  const paragraphs = [
    colours.bold(COLOURS[check.status](say(english, "checkStatus", check.status))),
    ...check.runs.map((run) => runLines(run, check.runs.length)),
    calibratedLines(check),
    warningLines([...check.warnings, ...check.calibrated.warnings]),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

function runLines({ observation, status, load, lengths, targets, gaps }: RunCheck, runs: number): string {
  const of = (value: number | null): string => (value === null ? "?" : formatNumber(value));
  const rows = [
    ...targets.map(targetRow),
    [load.unit, formatNumber(load.planned), of(load.tested), ""],
    ["tokens of prompts", formatNumber(lengths.inputTokens.planned), of(lengths.inputTokens.tested), ""],
    ["tokens of outputs", formatNumber(lengths.outputTokens.planned), of(lengths.outputTokens.tested), ""],
  ];
  return [
    formatTable([runs === 1 ? "" : `run ${observation + 1}: ${status}`, "planned", "measured", ""], rows, [1, 2]),
    ...gaps.flatMap((gap) => wrap(say(english, "checkGap", gap))),
  ].join("\n");
}

function targetRow(check: TargetCheck): readonly string[] {
  const { target, limit, value, excess, met } = check;
  const amount = TARGETS[target].kind === "speed" ? formatNumber : formatSeconds;
  const missed =
    excess === null || met === true ? "" : excess > 0 ? `missed by ${formatPercent(excess)}` : "requests failed";
  return [limitName(check), amount(limit), value === null ? "?" : amount(value), met === true ? "holds" : missed];
}

/** What the same question is answered with the engine fitted to this test. */
function calibratedLines({ calibrated: { estimate, reason } }: PlanCheck): string {
  const text =
    estimate === null ? `no engine could be fitted: ${reason ?? ""}` : `fitted to this test: ${estimate.summary}`;
  return wrap(text).join("\n");
}
