import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkObservations, readLoadTests, type LoadTests, type Observation } from "../../src/calibrate/index.js";
import { InfrascaleError } from "../../src/index.js";

const ROOT = "../shared/cases/loadtests";
const isThere = existsSync(ROOT);
if (!isThere) console.warn(`skipped: small files of many load-test tools are compared only where ${ROOT} is`);

/** The right reading of a file: numbers in SI units, two of them are bounds. */
interface Expected {
  readonly want: "rows" | "refuse" | "either" | "refuse-or-warn";
  readonly name: string;
  readonly rows?: readonly Readonly<Record<string, string | number | readonly [number, number]>>[];
  readonly warn?: string;
}

const cases = isThere
  ? Object.entries(JSON.parse(readFileSync(`${ROOT}/expected.json`, "utf8")) as Record<string, Expected>)
  : [];

/** What a file says, or the message that refuses it. */
function read(name: string): LoadTests | string {
  try {
    return readLoadTests([{ name, text: readFileSync(`${ROOT}/${name}`, "utf8") }]);
  } catch (error) {
    if (error instanceof InfrascaleError) return error.message;
    throw error;
  }
}

const ARRIVALS: Readonly<Record<string, string>> = { closed: "sustained", open: "open" };
const NAMES: Readonly<Record<string, keyof Observation>> = { inFlight: "concurrency" };

/** Figures are rounded in the tools' own way, and in the table. */
const TOLERANCE = 0.005;

function differs(observation: Observation, row: NonNullable<Expected["rows"]>[number]): readonly string[] {
  return Object.entries(row).flatMap(([key, wanted]) => {
    if (key === "load")
      return observation.arrivals === ARRIVALS[wanted as string] ? [] : [`arrivals ${observation.arrivals}`];
    const found = observation[NAMES[key] ?? (key as keyof Observation)];
    if (typeof wanted === "string") return found === wanted ? [] : [`${key} ${JSON.stringify(found)}`];
    const [low, high] =
      typeof wanted === "number"
        ? [wanted * (1 - TOLERANCE), wanted * (1 + TOLERANCE)]
        : [wanted[0] * (1 - TOLERANCE), wanted[1] * (1 + TOLERANCE)];
    if (key === "requestSeconds" && found === undefined) return [];
    return typeof found === "number" && found >= low && found <= high
      ? []
      : [`${key} ${JSON.stringify(found)} for ${String(wanted)}`];
  });
}

function faults(found: LoadTests | string, { want, name, rows = [], warn }: Expected): readonly string[] {
  if (typeof found === "string")
    return want === "rows"
      ? [`refused: ${found}`]
      : new RegExp(name, "i").test(found)
        ? []
        : [`refusal names nothing: ${found}`];
  if (want === "refuse") return ["read"];
  const said = [...found.warnings, ...checkObservations(found.observations)].map(
    ({ code, message }) => `${code} ${message}`,
  );
  return [
    ...(found.observations.length === rows.length ? [] : [`${found.observations.length} rows`]),
    ...found.observations.flatMap((observation, index) => differs(observation, rows[index] ?? {})),
    ...(warn === undefined || said.some((text) => new RegExp(warn, "i").test(text))
      ? []
      : [`nothing said of ${warn}: ${said.join("; ")}`]),
  ];
}

describe.skipIf(!isThere)("small files of many tools", () => {
  test.each(cases)("%s", (name, expected) => {
    expect(faults(read(name), expected)).toEqual([]);
  });
});
