import { headline } from "../../answer/headline.js";
import { questionRows } from "../../answer/question-rows.js";
import type { DecideWords } from "../../language/decide/en.js";
import type { Strings } from "../../language/en.js";
import { limitAmount, limitName, saysBreak } from "../../language/say-limit.js";
import { sayLibrary } from "../../language/say-library.js";
import type { Inputs } from "../../scenario/scenario.js";
import type { ComparedGpu } from "../../worker/compared.js";
import type { Answer } from "../../worker/protocol.js";
import { COLUMNS, served } from "../compare/columns.js";
import { inWholePercent } from "../../../../../src/internal/whole-percent.js";

/** What a report is made of. */
export interface Reported {
  readonly inputs: Inputs;
  readonly answer: Answer;
  /** None where nobody compared. */
  readonly compared: readonly ComparedGpu[];
  readonly link: string;
  /** Version of the library. */
  readonly library: string;
  /** Day, `2026-11-30`. */
  readonly today: string;
}

/**
 * The answer as a text that can be pasted into a wiki or a request for a budget.
 *
 * @param say - words of the page.
 * @param words - words of this part.
 * @param reported - question and answer.
 * @returns Markdown.
 */
export function markdownReport(say: Strings, words: DecideWords, reported: Reported): string {
  const { answer, link, library, today } = reported;
  const { report } = words;
  return [
    `# ${headline(say, answer)}`,
    answerText(say, answer),
    `## ${say.page.form}`,
    table(
      [report.field, report.value],
      questionRows(say, reported.inputs).map(({ label, text }) => [label, text]),
    ),
    `## ${say.limits.title}`,
    table(
      [say.limits.columns.limit, say.limits.columns.used, say.limits.columns.allowed],
      answer.estimate.constraints.map(({ name, unit, demand, limit }) => [
        limitName(say, name),
        limitAmount(say, unit, demand),
        limitAmount(say, unit, limit),
      ]),
    ),
    comparison(say, words, reported.compared),
    `## ${say.sure.title}`,
    list([
      ...answer.estimate.warnings.map((warning) => sayLibrary("warning", warning)),
      ...answer.estimate.assumed.map((assumption) => sayLibrary("assumption", assumption)),
    ]),
    `${report.made(library, say.numbers.date(today))} ${link}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function answerText(say: Strings, { estimate, cost }: Answer): string {
  if (estimate.status === "infeasible") return "";
  const { answer: words, numbers } = say;
  const { replicas, gpusPerReplica, spareReplicas, confidence, nextSmaller } = estimate;
  const [smaller] = nextSmaller;
  const [violated] = smaller?.violated ?? [];
  const rent = cost?.rent ?? null;
  return [
    words.copies(replicas, gpusPerReplica, spareReplicas),
    confidence === null ? words.asPredicted : words.sure(inWholePercent(confidence.reached)),
    smaller === undefined || violated === undefined ? "" : words.smaller(smaller.gpus, saysBreak(say, violated)),
    rent === null
      ? words.noRent
      : `${words.rent(numbers.money(rent.perHour, rent.currency), numbers.money(rent.perMonth, rent.currency))} (${words.offer(rent.offer.provider, numbers.date(rent.offer.date))}).`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function comparison(say: Strings, words: DecideWords, rows: readonly ComparedGpu[]): string {
  const serving = served(rows, { by: null, isDescending: false });
  if (serving.length === 0) return "";
  const { compare } = words;
  const lines = serving.map(({ gpu, purchase }) => [
    gpu.name,
    ...COLUMNS.map(({ cell }) => cell(purchase, words, say.numbers).join("; ")),
  ]);
  return `## ${compare.caption}\n\n${table([compare.gpu, ...COLUMNS.map(({ id }) => compare.columns[id])], lines)}`;
}

/** No text breaks a table. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const list = (texts: readonly string[]): string => texts.map((text) => `- ${cell(text)}`).join("\n");
