import type { DayPlan, PlannedMonth, ServerPurchase } from "../../decide/index.js";
import { colours } from "../colours.js";
import { say } from "../../language/language.js";
import type { CommandLanguage } from "../language/command-language.js";
import { assumedLine } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { serverText } from "./render-explanation.js";

/** What `infrascale day` prints: hours and, where loads of months are given, these. */
export interface PlannedLoad {
  readonly plan: DayPlan;
  readonly months: readonly PlannedMonth[];
  readonly servers: readonly ServerPurchase[];
}

/** Columns of the longest bar. */
const BAR = 30;

/** The same for a terminal of 80 columns. */
export function renderDay({ plan, months, servers: [best] }: PlannedLoad, language: CommandLanguage): string {
  const { estimate } = plan;
  const { words } = language;
  const paragraphs = [
    wrap(`${words.day.busiest} ${say(language, "summary", estimate)}`)
      .map((line) => colours.bold(colours.green(line)))
      .join("\n"),
    wrap(words.estimate.subject(estimate.model, estimate.gpu, estimate.performanceModel)).join("\n"),
    assumedLine(estimate.assumed, language),
    best === undefined ? "" : wrap(serverText(best, language)).join("\n"),
    hourTable(plan, language),
    hoursLines(plan, language),
    moneyTable(plan, language),
    months.length === 0 ? "" : monthTable(months, plan.unit, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function hourTable({ hours, unit }: DayPlan, { words: { day: words }, figures }: CommandLanguage): string {
  const most = Math.max(...hours.map(({ gpus }) => gpus));
  return formatTable(
    [words.hour, figures.unit(unit), words.replicas, words.gpus, ""],
    hours.map(({ hour, load, replicas, gpus }) => [
      String(hour),
      figures.number(load),
      figures.count(replicas),
      figures.count(gpus),
      "#".repeat(Math.round((BAR * gpus) / most)),
    ]),
    [0, 1, 2, 3],
  );
}

function hoursLines(
  { gpuHours: { fixed, scaled, starting }, hours, starts, startUpSeconds, reservedGpus }: DayPlan,
  { words: { day: words } }: CommandLanguage,
): string {
  return [
    words.fixedHours(fixed, hours.length),
    words.scaledHours(scaled, scaled / fixed),
    words.startingHours(starting, starts, startUpSeconds),
    ...(reservedGpus === null ? [] : [words.reserved(reservedGpus)]),
  ]
    .flatMap((line) => wrap(line))
    .join("\n");
}

function moneyTable({ money }: DayPlan, { words: { day: words }, figures }: CommandLanguage): string {
  if (money === null) return "";
  const rows: readonly (readonly [string, number | null])[] = [
    [words.fixed, money.fixed],
    [words.fixedReserved, money.fixedReserved],
    [words.scaled, money.scaled],
    [words.mixed, money.mixed],
  ];
  return formatTable(
    [words.beforeTax(money.currency), ""],
    rows.flatMap(([name, amount]) => (amount === null ? [] : [[name, figures.number(amount)]])),
    [1],
  );
}

function monthTable(months: readonly PlannedMonth[], unit: string, language: CommandLanguage): string {
  const { figures } = language;
  const words = language.words.day;
  return formatTable(
    [words.month, words.load, words.gpus, words.adds],
    months.map(({ month, load, gpus, adds }) => [
      String(month + 1),
      say(language, "value", { value: load, unit }),
      gpus === null ? words.noneWouldDo : figures.count(gpus),
      adds === null ? "" : figures.count(adds),
    ]),
    [0, 2, 3],
  );
}
