import { amount, number } from "../language/english/words.js";

export {
  count as formatCount,
  number as formatNumber,
  percent as formatPercent,
  seconds as formatSeconds,
} from "../language/english/words.js";

/** An amount in its unit, GB instead of bytes; times stay in seconds, so that those of a column compare. */
export const formatAmount = (value: number, unit: string): string =>
  unit === "bytes" ? amount(value, unit) : `${number(value)} ${unit}`;
