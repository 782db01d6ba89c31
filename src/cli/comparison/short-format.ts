import { formatNumber } from "../format.js";

const SHORT_DIGITS = 3;

/** A number with three significant digits: columns are narrow. */
export const formatShort = (value: number): string => formatNumber(Number(value.toPrecision(SHORT_DIGITS)));

/** What nobody knows is a question mark. */
export const known = (value: number | null | undefined): string => (value == null ? "?" : formatShort(value));
