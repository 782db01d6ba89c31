import { constraint } from "../../../language/french/names.js";
import { amount, number, percent, unitName } from "../../../language/french/words.js";
import { limitNamed } from "../../../workload/targets.js";
import { formatShort } from "../../comparison/short-format.js";
import type { CommandLanguage } from "../command-language.js";

const short = (value: number): string => formatShort(value, number);

const SHORT: Readonly<Record<string, string>> = { throughput: "débit", wait: "attente", utilisation: "utilisation" };

/** Numbers and names in French tables. */
export const figures: CommandLanguage["figures"] = {
  number,
  count: number,
  percent,
  seconds: (value) => amount(value, "s"),
  short,
  known: (value) => (value == null ? "?" : short(value)),
  amount: (value, unit) => (unit === "s" ? `${number(value)} s` : amount(value, unit)),
  list: (all) => all.join(" ; "),
  times: "×",
  clauses: (clauses) => clauses.join(" ; "),
  label: (name) => `${name} :`,
  unit: unitName,
  constraint,
  // Targets as options name them.
  shortConstraint: (name) => (limitNamed(name) === null ? (SHORT[name] ?? constraint(name)) : name),
};
