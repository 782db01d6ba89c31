import type { Strings } from "../../language/en.js";
import { limitName } from "../../language/say-limit.js";
import { sayLibrary } from "../../language/say-library.js";
import { FIELDS } from "../../scenario/fields.js";
import type { Inputs } from "../../scenario/scenario.js";
import { fieldOfInput } from "./moves.js";

/** An input in the words of its field; a limit with the requests that it is on. */
export function inputName(say: Strings, input: string, inputs: Inputs): string {
  const [group, target = "", statistic = "mean"] = input.split(".");
  if (group === "targets") return limitName(say, `${target} ${statistic}`);
  const field = fieldOfInput(input, inputs);
  if (field === "amount" && Object.hasOwn(say.options.load, inputs.load))
    return capitalised(say.options.load[inputs.load as keyof Strings["options"]["load"]]);
  return field === null ? sayLibrary("input", input) : say.fields[field];
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A value of an input as people write it. */
export function inputAmount(say: Strings, input: string, value: number | string, inputs: Inputs): string {
  const name = fieldOfInput(input, inputs);
  const { numbers, units } = say;
  if (name === null) return sayLibrary("value", { value, unit: "" });
  const field = FIELDS[name];
  if (typeof value === "string" || field.kind !== "number") {
    const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = say.options;
    return labels[name]?.[value] ?? String(value);
  }
  switch (field.quantity) {
    case "seconds":
    case "milliseconds":
      return numbers.seconds(value);
    case "percent":
      return numbers.percent(value);
    default:
      return `${Number.isInteger(value) ? numbers.count(value) : numbers.about(value)} ${units[field.quantity]}`.trim();
  }
}
