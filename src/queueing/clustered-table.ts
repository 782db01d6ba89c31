import type { PromptReading } from "./prompt-reading.js";
import { residenceTable, type ResidenceTable } from "./residence-table.js";
import { readingSpread } from "./gated-reading.js";

/** Stays are known no better than to this share of themselves. */
const NEGLIGIBLE = 1e-4;

/**
 * S(n) where prompts come at any moment. A long step collects more arrivals, so the next is long too: prompts come in
 * clusters, and every stay is longer than prompts one by one would make it, by
 *
 * $$ \frac{\rho_p}{1 - \rho_p} \frac{\mathrm{Var}(\tau)}{m} \left(1 - \frac{n}{k}\right) $$
 *
 * with the share $\rho_p$ of the time that is spent reading, the step $\tau$ and its mean m (gated-reading.ts). Only
 * prompts that find a slot come in so; at full slots one comes for each that leaves, and S(k) stays what it is.
 *
 * @param table - S(n) for prompts one by one.
 * @param reading - of prompts.
 * @param requestsPerSecond - at one replica.
 * @param clusters - requests by which the groups of the chain exceed one because of reading (open-arrivals.ts). They lengthen
 *   stays by themselves, each by S'(n), and that counts once.
 */
export function clusteredTable(table: ResidenceTable, reading: PromptReading, requestsPerSecond: number, clusters = 0): ResidenceTable {
  const { slots, capacityPerSecond, residenceSeconds } = table;
  const { share, seconds } = readingSpread(reading, requestsPerSecond, requestsPerSecond / capacityPerSecond);
  const slope = slots > 1 ? (residenceSeconds(slots) - residenceSeconds(1)) / (slots - 1) : 0;
  // Longer stays bring more company, which lengthens them once more: what is put in is what comes out of the chain.
  const longer = Math.max(0, ((share * seconds) / (1 - share)) * Math.max(0, 1 - requestsPerSecond * slope) - clusters * slope);
  if (longer < NEGLIGIBLE * residenceSeconds(1)) return table;
  return residenceTable({ slots, residenceSeconds: (running) => residenceSeconds(running) + longer * (1 - running / slots) });
}
