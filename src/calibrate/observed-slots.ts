import { kneeOf } from "./checks/knee.js";
import { shown } from "./checks/quantities.js";
import { sweepsOf } from "./checks/sweep.js";
import type { FitWarning } from "./fit-warning.js";
import type { Observation } from "./observation.js";

/** Requests that were served at once at most, as sweeps show it. */
export interface ObservedSlots {
  /** Of the whole deployment, real, by index of the observation; none where no sweep shows it. */
  readonly slots: ReadonlyMap<number, number>;
  readonly warnings: readonly FitWarning[];
}

/**
 * Limits that load tests show and nobody states: the engine's own, or that of a client that opens fewer connections than it
 * says. Rows beyond such a limit wait, whichever it is, and are to be predicted with it: taken for running, they would make
 * a slow engine of a short queue.
 *
 * @param observations - rows of load tests that can be used; the others are absent.
 * @returns the limit of each row of a sweep that bends.
 */
export function observedSlots(observations: readonly (Observation | undefined)[]): ObservedSlots {
  const indices = observations.flatMap((observation, index) => (observation === undefined ? [] : [index]));
  const slots = new Map<number, number>();
  const warnings = sweepsOf(observations.filter((observation) => observation !== undefined)).flatMap((sweep): readonly FitWarning[] => {
    const knee = kneeOf(sweep);
    if (knee === null) return [];
    const rows = sweep.map(({ index }) => indices[index] as number);
    for (const row of rows) slots.set(row, knee.slots);
    const message = `${rows.length} rows are predicted with ${shown(knee.slots)} requests served at once at most, as their waits show; settings.maxNumSeqs would hold instead`;
    return [{ code: "observed-slots", message, evidence: { slots: knee.slots }, observations: rows }];
  });
  return { slots, warnings };
}
