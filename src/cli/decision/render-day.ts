import type { DayPlan, PlannedMonth, ServerPurchase } from "../../decide/index.js";
import { colours } from "../colours.js";
import { formatCount, formatNumber, formatPercent, formatSeconds } from "../format.js";
import { assumedLine } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { serverLines } from "./render-explanation.js";
import { inputValue } from "./input-words.js";

/** What `infrascale day` prints: hours and, where loads of months are given, these. */
export interface PlannedLoad {
  readonly plan: DayPlan;
  readonly months: readonly PlannedMonth[];
  readonly servers: readonly ServerPurchase[];
}

/** Columns of the longest bar. */
const BAR = 30;

/** The same for a terminal of 80 columns. */
export function renderDay({ plan, months, servers: [best] }: PlannedLoad): string {
  const { estimate } = plan;
  const paragraphs = [
    wrap(`busiest hour: ${estimate.summary}`)
      .map((line) => colours.bold(colours.green(line)))
      .join("\n"),
    `${estimate.model} on ${estimate.gpu}, ${estimate.performanceModel} model`,
    assumedLine(estimate.assumed),
    best === undefined ? "" : serverLines(best),
    hourTable(plan),
    hoursLines(plan),
    moneyTable(plan),
    months.length === 0 ? "" : monthTable(months, plan.unit),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function hourTable({ hours, unit }: DayPlan): string {
  const most = Math.max(...hours.map(({ gpus }) => gpus));
  return formatTable(
    ["hour", unit, "replicas", "GPUs", ""],
    hours.map(({ hour, load, replicas, gpus }) => [
      String(hour),
      formatNumber(load),
      formatCount(replicas),
      formatCount(gpus),
      "#".repeat(Math.round((BAR * gpus) / most)),
    ]),
    [0, 1, 2, 3],
  );
}

function hoursLines({
  gpuHours: { fixed, scaled, starting },
  hours,
  starts,
  startUpSeconds,
  reservedGpus,
}: DayPlan): string {
  return [
    `${formatNumber(fixed)} GPU-hours in ${hours.length} hours with the fleet of the busiest one`,
    `${formatNumber(scaled)} by the hour, ${formatPercent(scaled / fixed)} of these`,
    `of that ${formatNumber(starting)} for ${starts} starts of ${formatSeconds(startUpSeconds)} each`,
    ...(reservedGpus === null ? [] : [`least cost: ${reservedGpus} GPUs reserved, the rest on demand`]),
  ].join("\n");
}

function moneyTable({ money }: DayPlan): string {
  if (money === null) return "";
  const { currency, fixed, fixedReserved, scaled, mixed } = money;
  const rows: readonly (readonly [string, number | null])[] = [
    ["busiest hour's fleet, on demand", fixed],
    ["the same, reserved", fixedReserved],
    ["by the hour, on demand", scaled],
    ["reserved and on demand", mixed],
  ];
  return formatTable(
    [`${currency}, before tax`, ""],
    rows.flatMap(([name, amount]) => (amount === null ? [] : [[name, formatNumber(amount)]])),
    [1],
  );
}

const monthTable = (months: readonly PlannedMonth[], unit: string): string =>
  formatTable(
    ["month", "load", "GPUs", "adds"],
    months.map(({ month, load, gpus, adds }) => [
      String(month + 1),
      inputValue(load, unit),
      gpus === null ? "none would do" : formatCount(gpus),
      adds === null ? "" : formatCount(adds),
    ]),
    [0, 2, 3],
  );
