import type { EngineProfile } from "infrascale";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { sayLibrary } from "../language/say-library.js";
import { question, say, scenario, shown } from "../state.js";
import { clerk } from "../worker/client.js";
import type { CalibratedProfile, Outcome } from "../worker/protocol.js";
import { FileDrop, type TextFile } from "./file-drop.js";
import { profileOf } from "./profile-of.js";

/** Fits profiles; its own worker, so that whoever types meanwhile stops nothing. */
const fitter = clerk("calibration");

type Fit = Outcome<CalibratedProfile> | { readonly kind: "running" } | null;

/** What one's own load tests say of the engine: a profile that was fitted to them, or their files, which are fitted here. */
export function Profile(): JSX.Element {
  const fit = useSignal<Fit>(null);
  const { profile: words } = say.value;
  const { profile, inputs } = scenario.value;
  const use = (found: EngineProfile | null, name: string): void => {
    scenario.value = { ...scenario.value, profile: found, inputs: { ...scenario.value.inputs, profile: name } };
  };
  const fitTo = async (files: readonly TextFile[]): Promise<void> => {
    const asked = question.value ?? shown.value.question;
    if (asked === null) return;
    fit.value = { kind: "running" };
    fit.value = await fitter.ask("calibrate", { files, question: asked });
    if (fit.value.kind === "done") use(fit.value.answer.profile, files.map(({ name }) => name).join(", "));
  };
  return (
    <>
      {profile !== null && (
        <p class="chosen">
          {words.used(inputs.profile)}{" "}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              fit.value = null;
              use(null, "");
            }}
          >
            {words.remove}
          </button>
        </p>
      )}
      <FileDrop
        id="profile"
        label={words.drop}
        accept=".json,.jsonl,.csv,.txt,.log,.yaml,.yml,.md"
        onTexts={(files) => {
          const [file] = files;
          if (file === undefined) return;
          const found = profileOf(file.text);
          if (found === null) void fitTo(files);
          else {
            fit.value = null;
            use(found, file.name);
          }
        }}
      />
      <FitResult fit={fit.value} />
      <Differences />
    </>
  );
}

/** What became of a fit: how far predictions are off the load tests before and after, and what is to be known of it. */
function FitResult({ fit }: { readonly fit: Fit }): JSX.Element | null {
  const { profile: words, answer } = say.value;
  if (fit === null || fit.kind === "dropped") return null;
  if (fit.kind === "running") return <p role="status">{words.fitting}</p>;
  if (fit.kind === "refused")
    return (
      <p class="problem" role="alert">
        <code>{fit.refusal.field}</code> {sayLibrary("rule", fit.refusal)}
      </p>
    );
  if (fit.kind === "failed")
    return (
      <p class="problem" role="alert">
        {answer.failed}
      </p>
    );
  const { rows, errorBefore, errorAfter, errorLeftOut, warnings } = fit.answer;
  return (
    <>
      <p role="status">
        {words.fitted(rows, errorBefore, errorAfter)} {errorLeftOut !== null && words.unseen(errorLeftOut)}
      </p>
      <ul class="hint">
        {warnings.map((warning) => (
          <li key={warning.message}>{sayLibrary("loadTestWarning", warning)}</li>
        ))}
      </ul>
    </>
  );
}

/** Where the profile is of another deployment than the one that is asked about. */
function Differences(): JSX.Element | null {
  const estimate = shown.value.answer?.estimate;
  const use = estimate?.status === "feasible" ? estimate.plan?.profile : null;
  const { profile: words, numbers } = say.value;
  return use == null || use.matches || scenario.value.profile === null ? null : (
    <p class="problem">
      {words.differs(
        use.differences.map(({ field, profile, request }) =>
          words.difference(words.of[field], numbers.list(profile.map(String)), String(request)),
        ),
      )}
    </p>
  );
}
