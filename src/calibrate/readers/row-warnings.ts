import type { CalibrationWarning } from "../calibration-warning.js";
import type { Observation, ObservationSource } from "../../measurements/observation.js";
import type { Draft, Note } from "./draft.js";
import { observationOf } from "./observation-of.js";

/** A file and a line of it. */
export type Place = Omit<ObservationSource, "tool">;

/** A note, the place that it is about, and the observation that was read there. */
interface Remark {
  readonly note: Note;
  readonly place: Place;
  readonly observation?: number;
}

/** Observations of a file as they are found, and remarks about its rows. */
export interface Collection {
  readonly observations: Observation[];
  readonly remarks: Remark[];
}

/** Adds the observation of a draft and what is to be said of it: a bad row costs itself only. */
export function collect({ observations, remarks }: Collection, draft: Draft, place: Place): void {
  const here = draft.line === undefined ? place : { ...place, line: draft.line };
  const { observation, notes } = observationOf(draft, { tool: draft.tool, ...here });
  for (const note of notes)
    remarks.push({ note, place: here, ...(observation === null ? {} : { observation: observations.length }) });
  if (observation !== null) observations.push(observation);
}

/** The warnings of remarks; those that say the same of several rows become one, so that a broken log does not make as many warnings as it has lines. */
export function warningsOf(remarks: readonly Remark[]): readonly CalibrationWarning[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const key = `${remark.note.code} ${remark.note.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [remark]);
    else group.push(remark);
  }
  return [...groups.values()].map(warningOf);
}

function warningOf(group: readonly Remark[]): CalibrationWarning {
  const { note, place } = group[0] as Remark;
  const where = [
    place.file,
    place.line === undefined
      ? undefined
      : `line ${place.line}${group.length > 1 ? ` and ${group.length - 1} more` : ""}`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
  return {
    code: note.code,
    message: where === "" ? note.message : `${where}: ${note.message}`,
    evidence: note.evidence ?? {},
    observations: group.flatMap(({ observation }) => (observation === undefined ? [] : [observation])),
    ...place,
  };
}
