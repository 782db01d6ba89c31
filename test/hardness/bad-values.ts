import { inspect } from "node:util";
import { InfrascaleError } from "../../src/errors.js";

const HOLE: unknown[] = [];
HOLE[1] = 1;

/** What plain mistakes put in the place of a value. */
const BAD: readonly unknown[] = [
  undefined,
  null,
  "",
  "x",
  -1,
  0,
  0.5,
  NaN,
  Infinity,
  1e300,
  {},
  [],
  HOLE,
  true,
  1n,
  Symbol("bad"),
  () => undefined,
];

/** What plain mistakes let a function return. */
const RETURNED: readonly unknown[] = [undefined, null, "x", -1, NaN, Infinity, {}, 1n];

/** Of a list, the first entries stand for the others. */
const MOST_ENTRIES = 2;

type Path = readonly (string | number)[];

/** Every place in a value, itself first. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [path];
  const entries = Array.isArray(value)
    ? value.slice(0, MOST_ENTRIES).map((entry, i) => [i, entry] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value);

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as readonly unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const shown = (value: unknown): string =>
  typeof value === "function" ? `() => ${inspect((value as () => unknown)())}` : inspect(value);

/** The first NaN in a value, and what else no result holds; undefined where all is sound. */
function unsound(value: unknown, path = "result"): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? `${path} is NaN` : undefined;
  if (typeof value === "bigint" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const key of Object.keys(value)) {
    const found = unsound((value as Readonly<Record<string, unknown>>)[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What comes of a call: undefined where it returns what is sound, or refuses with a typed error. */
export function complaint(call: () => unknown): string | undefined {
  try {
    return unsound(call());
  } catch (error) {
    if (!(error instanceof InfrascaleError))
      return String(error instanceof Error ? (error.stack ?? "").split("\n").slice(0, 2).join(" ") : error);
    return typeof error.code === "string" &&
      typeof error.field === "string" &&
      error.field !== "" &&
      error.message !== ""
      ? undefined
      : `an error without code or field: ${error.message}`;
  }
}

/**
 * Calls a function with each of its arguments, and each field inside of them, replaced by what it must not be.
 *
 * @returns what went wrong, by the place and the value.
 */
export function complaintsAbout(
  call: (...args: readonly unknown[]) => unknown,
  args: readonly unknown[],
): readonly string[] {
  const places = placesIn(args).slice(1);
  return places.flatMap((place) => {
    const functions = typeof at(args, place) === "function" ? RETURNED.map((returned) => (): unknown => returned) : [];
    return [...BAD, ...functions].flatMap((bad) => {
      const found = complaint(() => call(...(replaced(args, place, bad) as readonly unknown[])));
      return found === undefined ? [] : [`${place.join(".")} = ${shown(bad)}: ${found}`];
    });
  });
}
