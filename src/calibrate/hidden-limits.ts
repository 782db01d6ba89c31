import type { Observation } from "../measurements/observation.js";
import { AGREEMENT, kneeOf } from "./checks/knee.js";
import { shown } from "./checks/quantities.js";
import { sweepsOf } from "./checks/sweep.js";
import type { FitWarning } from "./fit-warning.js";

/** A row that is predicted. */
export interface PredictedRow {
  /** Its index in the list of observations. */
  readonly index: number;
  readonly observation: Observation;
  /** Requests that its deployment runs at once at most, as predicted. */
  readonly slots: number;
  /** True where that limit is stated: it holds, whatever the waits show. */
  readonly statesLimit: boolean;
}

/** Rows that do not belong into a fit, and why. */
export interface HiddenLimits {
  readonly leftOut: ReadonlySet<number>;
  readonly warnings: readonly FitWarning[];
}

/**
 * Rows that waited at a limit which the load tests show and nobody states: the engine's own, or that of a client that opens
 * fewer connections than it says. Their deployment is another than the one that is predicted, so that they say nothing of
 * its steps: taken for running they would make a slow engine of a short queue.
 *
 * @param rows - rows of load tests that can be used.
 * @returns the indices of those rows, sweep by sweep.
 */
export function hiddenLimits(rows: readonly PredictedRow[]): HiddenLimits {
  const inSweeps = rows.filter(({ observation }) => observation.source?.tool !== undefined);
  const leftOut = new Set<number>();
  const warnings = sweepsOf(inSweeps.map(({ observation }) => observation)).flatMap((sweep): readonly FitWarning[] => {
    const knee = kneeOf(sweep);
    if (knee === null) return [];
    const waited = knee.observations
      .flatMap((at) => inSweeps[at] ?? [])
      .filter(({ slots, statesLimit }) => !statesLimit && knee.slots < (1 - AGREEMENT) * slots);
    if (waited.length === 0) return [];
    for (const { index } of waited) leftOut.add(index);
    const message = `${waited.length} rows waited at a limit of about ${shown(knee.slots)} requests at once that nobody states, and are left out; settings.maxNumSeqs would state it`;
    return [
      {
        code: "observed-slots",
        message,
        evidence: { slots: knee.slots },
        observations: waited.map(({ index }) => index),
      },
    ];
  });
  return { leftOut, warnings };
}
