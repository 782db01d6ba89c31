import type { ConstraintResult } from "infrascale";
import type { Strings } from "./en.js";

type LimitName = keyof Strings["limits"]["names"];
type StatisticName = keyof Strings["limits"]["of"];

/** Name of a constraint in words; the library's own name where it is of none that is known: `ttft p95` is `First token, 95 %`. */
export function limitName(say: Strings, name: string): string {
  const [what = "", statistic] = name.split(" ");
  if (!Object.hasOwn(say.limits.names, what)) return name;
  const words = say.limits.names[what as LimitName];
  return statistic === undefined ? words : `${words}, ${say.limits.of[statistic as StatisticName] ?? statistic}`;
}

/** One side of a constraint, in the unit that people use. */
export function limitAmount(say: Strings, unit: string, amount: number): string {
  const { numbers, limits } = say;
  if (unit === "bytes") return numbers.bytes(amount);
  if (unit === "s") return numbers.seconds(amount);
  if (unit === "GPUs") return numbers.count(amount);
  if (unit === "tokens/s") return limits.perSecond(amount);
  return Number.isFinite(amount) ? limits.plain(amount) : "∞";
}

/** What a purchase that is too small does to its users, in half a sentence. */
export function saysBreak(say: Strings, { name, unit, demand, limit }: ConstraintResult): string {
  const [what = ""] = name.split(" ");
  const amount = (value: number): string => limitAmount(say, unit, value);
  return Object.hasOwn(say.limits.breaks, what)
    ? say.limits.breaks[what as keyof Strings["limits"]["breaks"]](amount(demand), amount(limit))
    : `${limitName(say, name)}: ${amount(demand)} > ${amount(limit)}`;
}
