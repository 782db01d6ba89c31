import { kneeOf } from "./knee.js";
import { shown } from "./quantities.js";
import type { Check } from "./sweep.js";

/** Sweeps in which requests begin to wait: above that many in flight they describe the queue, not the engine. */
export const checkSlotLimit: Check = (_, sweeps) =>
  sweeps.flatMap((sweep) => {
    const knee = kneeOf(sweep);
    if (knee === null) return [];
    return [
      {
        code: "slot-limit",
        message: `about ${shown(knee.slots)} requests were served at once at most: those beyond waited`,
        evidence: { slots: knee.slots },
        observations: knee.observations,
      },
    ];
  });
