import type { CalibrationWarning } from "../../calibrate.js";
import { say } from "../../language/language.js";
import type { CheckStatus, PlanCheck, RunCheck, TargetCheck } from "../../launch/index.js";
import { limitName, TARGETS } from "../../workload/targets.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { warningLines } from "../render-warnings.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";

const COLOURS: Readonly<Record<CheckStatus, (text: string) => string>> = {
  passed: colours.green,
  failed: colours.red,
  inconclusive: colours.yellow,
};

/** A check for a terminal of 80 columns, or a pipe. */
export function renderCheck(
  check: PlanCheck & { readonly warnings: readonly CalibrationWarning[] },
  language: CommandLanguage,
): string {
  const paragraphs = [
    wrap(say(language, "checkStatus", check.status))
      .map((line) => colours.bold(COLOURS[check.status](line)))
      .join("\n"),
    ...check.runs.map((run) => runLines(run, check.runs.length, language)),
    calibratedLines(check, language),
    warningLines(
      [...check.warnings, ...check.calibrated.warnings].map((warning) => say(language, "loadTestWarning", warning)),
      language,
    ),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

function runLines(
  { observation, status, load, lengths, targets, gaps }: RunCheck,
  runs: number,
  language: CommandLanguage,
): string {
  const { words, figures } = language;
  const of = (value: number | null): string => (value === null ? "?" : figures.number(value));
  const rows = [
    ...targets.map((target) => targetRow(target, language)),
    [figures.unit(load.unit), figures.number(load.planned), of(load.tested), ""],
    [words.check.tokensOfPrompts, figures.number(lengths.inputTokens.planned), of(lengths.inputTokens.tested), ""],
    [words.check.tokensOfOutputs, figures.number(lengths.outputTokens.planned), of(lengths.outputTokens.tested), ""],
  ];
  const head = [
    runs === 1 ? "" : words.check.run(observation + 1, status),
    words.check.planned,
    words.check.measured,
    "",
  ];
  return [formatTable(head, rows, [1, 2]), ...gaps.flatMap((gap) => wrap(say(language, "checkGap", gap)))].join("\n");
}

function targetRow(check: TargetCheck, { words: { check: words }, figures }: CommandLanguage): readonly string[] {
  const { target, limit, value, excess, met } = check;
  const amount = TARGETS[target].kind === "speed" ? figures.number : figures.seconds;
  const missed = excess === null || met === true ? "" : excess > 0 ? words.missedBy(excess) : words.requestsFailed;
  return [
    figures.constraint(limitName(check)),
    amount(limit),
    value === null ? "?" : amount(value),
    met === true ? words.holds : missed,
  ];
}

/** What the same question is answered with the engine fitted to this test. */
function calibratedLines({ calibrated: { estimate, refusal } }: PlanCheck, language: CommandLanguage): string {
  const { words } = language;
  const text =
    estimate === null
      ? `${words.check.notFitted} ${refusal === null ? "" : say(language, "error", refusal)}`
      : `${words.check.fitted} ${say(language, "summary", estimate)}`;
  return wrap(text).join("\n");
}
