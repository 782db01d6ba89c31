import type { FeasibleEstimate } from "infrascale";
import type { JSX } from "preact";

/** Room to the right of the largest figure. */
const MARGIN = 1.15;

/** The band of GPUs, with what predictions ask for and what is bought; the sentence beside it says the same. */
export function BandPicture({ estimate }: { readonly estimate: FeasibleEstimate }): JSX.Element | null {
  const { band, expected, gpus, warnings } = estimate;
  if (band === null) return null;
  const most = band.mostGpus ?? MARGIN * gpus;
  const scale = MARGIN * Math.max(most, gpus, expected.gpus);
  const at = (count: number): string => `${(100 * count) / scale}%`;
  const isOutside = warnings.length > 0;
  return (
    <div class="band-picture" aria-hidden="true">
      <span
        class={`range ${isOutside ? "outside" : ""}`}
        style={{ left: at(band.fewestGpus), width: `${(100 * (most - band.fewestGpus)) / scale}%` }}
      />
      {expected.gpus !== gpus && (
        <span class="mark" style={{ left: at(expected.gpus) }}>
          {expected.gpus}
        </span>
      )}
      <span class="mark bought" style={{ left: at(gpus) }}>
        {gpus}
      </span>
    </div>
  );
}
