import { describe, expect, test } from "vitest";
import { jsonDocuments, MOST_FRUITLESS_LINES } from "../../../src/calibrate/readers/json-documents.js";
import { refusal } from "../../support/refusal.js";

const wanted = (value: unknown): boolean => typeof value === "object" && value !== null && "run" in value;
const read = (text: string) => jsonDocuments(text, "f", wanted);

describe("the values of a text", () => {
  test("are one document, over lines or not, the elements of an array, or one a line", () => {
    expect(read('{"run": 1}')).toEqual({ documents: [{ value: { run: 1 } }], broken: [] });
    expect(read(' {\n"run": 1}\n')).toEqual({ documents: [{ value: { run: 1 } }], broken: [] });
    expect(read('[\n{"run": 1}, 2]')).toEqual({ documents: [{ value: { run: 1 } }, { value: 2 }], broken: [] });
    expect(read('  {"run": 1}  \n \n{}\n')).toEqual({
      documents: [
        { value: { run: 1 }, line: 1 },
        { value: {}, line: 3 },
      ],
      broken: [],
    });
    // Blank lines behind one value make of it no list of lines.
    expect(read(`{"run": 1}${"\n".repeat(900)}`)).toEqual({ documents: [{ value: { run: 1 } }], broken: [] });
  });

  test("cost a broken line itself only, with its reason", () => {
    const { documents, broken } = read('{"run": 1}\n{"run": }\n{"run": 3}');
    expect(documents.map(({ line }) => line)).toEqual([1, 3]);
    expect(broken).toEqual([{ line: 2, reason: expect.stringMatching(/JSON/) as string }]);
  });

  test("stand behind lines of a log where one is wanted", () => {
    expect(read('starting\n{"run": 1}\n').documents).toEqual([{ value: { run: 1 }, line: 2 }]);
    expect(refusal(() => read('starting\n{"other": 1}\n'))).toBe("unreadable-file f");
    expect(() => read('{"run": 1')).toThrow(/^f must hold complete JSON \(.+\)/);
    // The lines of an array that is cut off are no lines of their own.
    expect(refusal(() => read('[\n{"run": 1}\n'))).toBe("unreadable-file f");
    expect(refusal(() => read(' [{"a": 1},\n{"run": 1}\n'))).toBe("unreadable-file f");
  });

  test("are looked for in a thousand lines, and then as long as there are any", () => {
    const blank = (lines: number): string => "{}\n".repeat(lines);
    expect(read(`${blank(MOST_FRUITLESS_LINES - 1)}{"run": 1}\n${blank(5)}`).documents).toHaveLength(
      MOST_FRUITLESS_LINES + 5,
    );
    expect(read(`${blank(MOST_FRUITLESS_LINES)}{"run": 1}\n`).documents).toHaveLength(MOST_FRUITLESS_LINES);
    expect(read(`{"run": 1}\n${blank(MOST_FRUITLESS_LINES + 5)}`).documents).toHaveLength(MOST_FRUITLESS_LINES + 6);
  });
});
