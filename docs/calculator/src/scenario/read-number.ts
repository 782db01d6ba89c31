/** The mark that a language writes before decimals. */
export type DecimalMark = "." | ",";

/** A number as somebody typed it. */
export interface TypedNumber {
  /** Its value, thousands (`k`) and millions (`M`) multiplied out. */
  readonly number: number;
  /** What follows it, `ms` for example; empty where nothing does. */
  readonly unit: string;
  /** What it would be where the only mark stood for thousands; absent where nobody could read it so. */
  readonly asThousands?: number;
}

/** Spaces of every width, and the marks that stand for them in Switzerland. */
const SPACES = /[\s\u00a0\u202f'’]/g;
const WRITTEN = /^([+-]?)(\d[\d.,]*|[.,]\d+)([kKM]?)([^\d.,]*)$/;
const THOUSAND = 1e3;
const FACTORS: Readonly<Record<string, number>> = { "": 1, k: THOUSAND, K: THOUSAND, M: THOUSAND * THOUSAND };

/**
 * Reads a number as people of either language type it: `1 155`, `1,155`, `12,5`, `10k`, `500ms`, `2 s`. A k is a thousand, never 1,024.
 *
 * @param text - as typed.
 * @param mark - before decimals in the reader's language: it decides what `1,155` is.
 * @returns the number; null where there is none.
 */
export function readNumber(text: string, mark: DecimalMark): TypedNumber | null {
  const [, sign = "", digits = "", factor = "", unit = ""] = WRITTEN.exec(text.replace(SPACES, "")) ?? [];
  const read = readDigits(digits, mark);
  if (read === null) return null;
  const scale = (sign === "-" ? -1 : 1) * (FACTORS[factor] ?? 1);
  const { number, asThousands } = read;
  return { number: scale * number, unit, ...(asThousands !== undefined && { asThousands: scale * asThousands }) };
}

/** One to three digits, then three: thousands to some, decimals to others. */
const LOOKS_GROUPED = /^[1-9]\d{0,2}[.,]\d{3}$/;
const GROUPED = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/;

function readDigits(digits: string, mark: DecimalMark): Omit<TypedNumber, "unit"> | null {
  const marks = digits.replace(/\d/g, "");
  const ungrouped = Number(digits.replace(/[.,]/g, ""));
  if (marks.length === 0) return digits === "" ? null : { number: ungrouped };
  if (marks.length > 1) return readGrouped(digits, marks, ungrouped);
  const isGrouped = LOOKS_GROUPED.test(digits);
  if (isGrouped && marks === "," && mark === ".") return { number: ungrouped };
  const number = Number(digits.replace(",", "."));
  return isGrouped && mark === "," ? { number, asThousands: ungrouped } : { number };
}

/** Several marks: all for thousands, or the last one, of another kind, before decimals. */
function readGrouped(digits: string, marks: string, ungrouped: number): { readonly number: number } | null {
  const last = marks.charAt(marks.length - 1);
  const others = new Set(marks.slice(0, -1));
  if (others.size > 1) return null;
  if (others.has(last)) return GROUPED.test(digits) ? { number: ungrouped } : null;
  const [whole = "", decimals = ""] = digits.split(last);
  return GROUPED.test(whole) ? { number: Number(`${whole.replace(/[.,]/g, "")}.${decimals}`) } : null;
}
