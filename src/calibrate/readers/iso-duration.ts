import { secondsFromHours, secondsFromMinutes } from "../../units.js";
import type { Reading } from "./draft.js";

/** Seconds of an ISO 8601 duration of hours, minutes and seconds: `PT1M4.5S`. */
export function secondsOfDuration(text: string | undefined): Reading {
  const [, hours = 0, minutes = 0, rest = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text ?? "") ?? [];
  const total = secondsFromHours(Number(hours)) + secondsFromMinutes(Number(minutes)) + Number(rest);
  return total > 0 ? total : undefined;
}
