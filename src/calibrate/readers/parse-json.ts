/**
 * A JSON document as Python writes it: with the literals `NaN`, `Infinity` and `-Infinity`, which JSON does not have.
 * Infinities become numbers; NaN becomes text, which no reader takes for a number.
 *
 * @param text - one document.
 * @throws SyntaxError when it is none.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!LITERAL_AS_VALUE.test(text)) throw error;
    return JSON.parse(text.replace(STRING_OR_LITERAL, (found) => LITERALS[found] ?? found)) as unknown;
  }
}

/** Prose that says NaN is no reason to try again. */
const LITERAL_AS_VALUE = /[:[,]\s*(?:NaN|-?Infinity)\b/;

/** A quoted string, closed or not, is matched first: what stands in quotes stays. */
const STRING_OR_LITERAL = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\bInfinity\b|\bNaN\b/gs;

/** 1e999 is beyond the largest double, so it is read as infinity. */
const LITERALS: Readonly<Record<string, string>> = { Infinity: "1e999", "-Infinity": "-1e999", NaN: '"NaN"' };
