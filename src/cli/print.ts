/** Control characters but the end of a line, and those that turn the direction of text: a terminal would obey them. */
const CONTROL = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** A text whose control characters are shown as JSON writes them. */
export const plain = (text: string): string =>
  text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The same of every text inside a value. Files and options may hold what no terminal should get. */
export function plainly<Value>(value: Value): Value {
  if (typeof value === "string") return plain(value) as Value;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plainly) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [plain(key), plainly(part)])) as Value;
}

/** JSON, where numbers that it does not have are texts: "Infinity", "NaN". */
const toJson = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, part: unknown) => (typeof part === "number" && !Number.isFinite(part) ? String(part) : part),
    2,
  );

/** Prints a result as JSON, or as it is rendered for people. */
export function print<Value>(value: Value, asJson: boolean | undefined, render: (value: Value) => string): void {
  process.stdout.write(asJson === true ? `${plain(toJson(value))}\n` : render(plainly(value)));
}
