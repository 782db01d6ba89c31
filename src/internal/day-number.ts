const MONTHS_OF_ERA_DAYS = 153;

/**
 * Days from 1970-01-01 to the beginning of a date of the Gregorian calendar: a day, a month, a year, or an interval of them with a slash,
 * as ISO 8601 writes them.
 *
 * @param date - `2026-09-26`, `2026-06`, `2026` or `2025-10/2026-08`.
 * @returns days; null where the text is no date.
 * @see H. Hinnant, chrono-compatible low-level date algorithms, days_from_civil.
 */
export function dayNumber(date: string): number | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:\/\d{4}[-\d]*)?$/.exec(date);
  if (match === null) return null;
  const [, yearText = "", monthText = "01", dayText = "01"] = match;
  const month = Number(monthText);
  const day = Number(dayText);
  const isLeap = Number(yearText) % 4 === 0 && (Number(yearText) % 100 !== 0 || Number(yearText) % 400 === 0);
  if (
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > (month === 2 ? (isLeap ? 29 : 28) : 30 + ((month + (month >> 3)) & 1))
  )
    return null;
  // Years begin in March, so that the day that leap years add is the last.
  const year = Number(yearText) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((MONTHS_OF_ERA_DAYS * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
