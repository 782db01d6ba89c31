/** Anything that the library says in words: a warning, an error, an explanation; or what it assumed. */
export type Said =
  | { readonly message: string }
  | { readonly code: string; readonly of?: string; readonly asked?: string | number; readonly used: string | number };

/**
 * The one place where the library's own words become text for people.
 *
 * @param said - what it said.
 * @returns a sentence or a few words.
 */
export function sayLibrary(said: Said): string {
  if ("message" in said) return said.message;
  const { code, of, asked, used } = said;
  const what = code.replaceAll("-", " ");
  return `${what}${of === undefined ? "" : ` of ${of}`}: ${asked === undefined ? "" : `${asked} → `}${used}`;
}
