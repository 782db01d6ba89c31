import { secondsFromMilliseconds } from "../../units.js";

/** `2023-11-16 18:17:03.9799600`, with or without a zone; the Azure traces have seven digits. */
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))?$/;

/** Seconds of a date and time since 1970, NaN when it is none. Without a zone it counts as UTC. */
export function secondsOfTimestamp(text: string): number {
  const match = TIMESTAMP.exec(text);
  if (match === null) return NaN;
  const field = (index: number): number => Number(match[index] ?? 0);
  const zoneMinutes = (match[8] === "-" ? -1 : 1) * (60 * field(9) + field(10));
  const whole = secondsFromMilliseconds(
    Date.UTC(field(1), field(2) - 1, field(3), field(4), field(5) - zoneMinutes, field(6)),
  );
  return whole + field(7);
}
