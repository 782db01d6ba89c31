import { describe, expect, it } from "vitest";
import { InfrascaleError } from "../../src/errors.js";
import { complaint, complaintsAbout } from "./bad-values.js";
import { doorsOf, ENTRIES, type Door } from "./doors.js";

const call =
  ({ call: to }: Door) =>
  (...args: readonly unknown[]): unknown =>
    to(...(args as never[]));

const entries = Object.keys(ENTRIES) as (keyof typeof ENTRIES)[];

/** What an entry exports that can be called and that no entry before it exports. */
function functionsOf(entry: keyof typeof ENTRIES): readonly string[] {
  const before = new Set<unknown>(
    entries.slice(0, entries.indexOf(entry)).flatMap((other): readonly unknown[] => Object.values(ENTRIES[other])),
  );
  return Object.entries(ENTRIES[entry]).flatMap(([name, value]) =>
    typeof value === "function" && value !== InfrascaleError && !before.has(value) ? [name] : [],
  );
}

describe.each(entries)("%s", { timeout: 600_000 }, (entry) => {
  const functions = functionsOf(entry);

  it("has a door in the table for everything that can be called", () =>
    expect(functions.filter((name) => doorsOf(entry, name) === undefined)).toEqual([]));

  describe.each(functions)("%s", (name) => {
    it.each((doorsOf(entry, name) ?? []).map((door, i) => [i, door] as const))(
      "door %i takes what is good and refuses the rest with a typed error",
      (_, door) => {
        expect(complaint(() => call(door)(...door.args))).toBeUndefined();
        expect(complaintsAbout(call(door), door.args)).toEqual([]);
      },
    );
  });
});
