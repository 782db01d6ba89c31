import type { JSX } from "preact";
import { BandPicture } from "./band.js";
import { sayLibrary } from "../language/say-library.js";
import { say } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import { inWholePercent } from "../../../../src/internal/whole-percent.js";

/** How far to trust the answer: the band, what was measured, what was assumed. */
export function HowSure({ answer }: { readonly answer: Answer }): JSX.Element {
  const { sure: words } = say.value;
  const { estimate } = answer;
  return (
    <>
      {estimate.status === "feasible" && (
        <>
          <BandPicture estimate={estimate} />
          <Band estimate={estimate} />
        </>
      )}
      {estimate.warnings.length > 0 && (
        <>
          <h3>{words.outside}</h3>
          <ul class="warnings">
            {estimate.warnings.map((warning) => (
              <li key={warning.code}>{sayLibrary("warning", warning)}</li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{words.assumed(estimate.assumed.length)}</summary>
        <ul>
          {estimate.assumed.map((assumption) => (
            <li key={`${assumption.code} ${assumption.of ?? ""}`}>{sayLibrary("assumption", assumption)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** Below it there is no room to speak of. */
const WORTH_TELLING = 1.02;

function Band({
  estimate: { band, headroom, plan, confidence },
}: {
  readonly estimate: Extract<Answer["estimate"], { readonly status: "feasible" }>;
}): JSX.Element {
  const { sure: words } = say.value;
  const source = plan?.source ?? "";
  const sentences = [
    band === null ? null : words.band(band.confidence, band.fewestGpus, band.mostGpus),
    confidence !== null && confidence.reached < confidence.asked
      ? words.reached(inWholePercent(confidence.reached), confidence.asked)
      : null,
    headroom === null || headroom < WORTH_TELLING ? null : words.headroom(headroom),
    isSource(source) ? words.source[source] : null,
  ];
  return <p>{sentences.filter((sentence) => sentence !== null).join(" ")}</p>;
}

const isSource = (source: string): source is "calibrated" | "family" | "datasheet" =>
  ["calibrated", "family", "datasheet"].includes(source);
