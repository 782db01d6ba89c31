import { Option, type Command } from "commander";
import { dayPlan, growthPlan, inServers, type GpuHourPrices, type PlannedHour } from "../decide/index.js";
import { InfrascaleError } from "../index.js";
import { readCurve } from "./decision/read-curve.js";
import { renderDay } from "./decision/render-day.js";
import { addSizingFlags, askedEstimate, type SizingFlags } from "./estimation/estimate-flags.js";
import { given, number, numbers, seconds } from "./flags.js";
import { addTableFlags, numberTable, tableFormat, type Column, type TableFlags } from "./number-table.js";
import { languageOf } from "./language-flag.js";
import { print } from "./print.js";
import { commandRule } from "../rules/command.js";

interface DayFlags extends SizingFlags, TableFlags {
  readonly curve: string;
  readonly span: "day" | "week";
  readonly leastReplicas?: number;
  readonly startUp?: number;
  readonly price?: number;
  readonly reservedPrice?: number;
  readonly currency: string;
  readonly months?: readonly number[];
}

/** An hour, and what runs in it. */
const COLUMNS: readonly Column<PlannedHour>[] = [
  { name: "hour", of: ({ hour }) => hour },
  { name: "load", of: ({ load }) => load },
  { name: "replicas", of: ({ replicas }) => replicas },
  { name: "gpus", of: ({ gpus }) => gpus },
];

const HELP = `
The load that is given is that of the busiest hour. A curve of your own is a
file with a line for each hour whose last column is the load, in any unit.

Examples:
  $ infrascale day --model llama-3.1-8b --gpu l40s --preset chat --users 5000 \\
      --curve office --span week --price 1.40 --reserved-price 0.90
  $ infrascale day --model llama-3.1-8b --gpu l40s --preset chat --users 5000 \\
      --curve hours.csv --months 1000,2000,5000

Exit status: 0 planned, 1 bad input or a load that nothing serves.`;

/** Options and action of `infrascale day`. */
export function dayCommand(command: Command): void {
  addTableFlags(addSizingFlags(command))
    .option("--curve <name>", "university-assistant, office, api-large ...; or a .csv", "office")
    .addOption(new Option("--span <span>", "of a curve by name").choices(["day", "week"]).default("day"))
    .option("--least-replicas <number>", "that run at any hour (1)", number)
    .option("--start-up <seconds>", "from ordering a machine to its first request (15min)", seconds)
    .option("--price <amount>", "of a GPU-hour on demand, before tax", number)
    .option("--reserved-price <amount>", "of a GPU-hour that is reserved", number)
    .option("--currency <name>", "of the prices", "EUR")
    .option("--months <list>", "loads month by month: 1000,2000,5000", numbers)
    .option("--json", "print hours, GPU-hours, money and months")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: DayFlags): Promise<void> {
  const format = tableFormat(flags);
  const { request, options, assumed } = askedEstimate(flags);
  const curve = readCurve(flags.curve, flags.span);
  const { leastReplicas, startUp: startUpSeconds, months, json } = flags;
  const day = dayPlan(request, {
    ...options,
    curve,
    ...given({ leastReplicas, startUpSeconds, prices: pricesOf(flags) }),
  });
  const language = await languageOf(flags);
  const estimate = { ...day.estimate, assumed: [...assumed, ...day.estimate.assumed] };
  print(
    {
      plan: { ...day, estimate },
      months: months === undefined ? [] : growthPlan(request, { ...options, loads: months }),
      servers: inServers(request.gpu, estimate),
    },
    json,
    (found) => (format === null ? renderDay(found, language) : numberTable(format, COLUMNS, found.plan.hours)),
  );
}

function pricesOf({ price, reservedPrice, currency }: DayFlags): GpuHourPrices | undefined {
  if (price !== undefined) return { currency, onDemand: price, ...given({ reserved: reservedPrice }) };
  if (reservedPrice === undefined) return undefined;
  throw new InfrascaleError({
    code: "contradictory-options",
    field: "reserved-price",
    ...commandRule("comes-with-option", { option: "--price" }),
    value: reservedPrice,
  });
}
