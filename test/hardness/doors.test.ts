import { describe, expect, it } from "vitest";
import { InfrascaleError } from "../../src/errors.js";
import { complaint, complaintsAbout } from "./bad-values.js";
import { doorsOf, ENTRIES, type Door } from "./doors.js";

const call = ({ call: to }: Door) => (...args: readonly unknown[]): unknown => to(...(args as never[]));

describe.each(Object.keys(ENTRIES) as (keyof typeof ENTRIES)[])("%s", { timeout: 600_000 }, (entry) => {
  const functions = Object.entries(ENTRIES[entry]).flatMap(([name, value]) => (typeof value === "function" && value !== InfrascaleError ? [name] : []));

  it("has a door in the table for everything that can be called", () => expect(functions.filter((name) => doorsOf(entry, name) === undefined)).toEqual([]));

  describe.each(functions.filter((name) => entry === "." || doorsOf(entry, name) !== doorsOf(".", name)))("%s", (name) => {
    it.each((doorsOf(entry, name) ?? []).map((door, i) => [i, door] as const))("door %i takes what is good and refuses the rest with a typed error", (_, door) => {
      expect(complaint(() => call(door)(...door.args))).toBeUndefined();
      expect(complaintsAbout(call(door), door.args)).toEqual([]);
    });
  });
});
