import type { EngineProfile } from "infrascale";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field } from "./field.js";
import { FileDrop, type TextFile } from "./file-drop.js";

/** How sure, and what stands by. */
export function Safety(): JSX.Element {
  const { profile, inputs } = scenario.value;
  const { steps, details, options } = say.value;
  const confidences: Readonly<Record<string, string>> = options.confidence;
  const spare = Number(inputs.spareReplicas);
  const value = [
    confidences[inputs.confidence] ?? inputs.confidence,
    ...(spare > 0 ? [say.value.safety.spare(spare)] : []),
    ...(profile === null ? [] : [inputs.profile]),
  ];
  return (
    <Details title={steps.safety} value={value.join(", ")} isStep>
      <Field name="confidence" />
      <Field name="spareReplicas" />
      <Details title={details.profile} value={profile === null ? "" : inputs.profile}>
        <Profile />
      </Details>
    </Details>
  );
}

/** What one's own load tests say of the engine, as a file. */
function Profile(): JSX.Element {
  const foreign = useSignal<string | null>(null);
  const { profile: words } = say.value;
  const { profile, inputs } = scenario.value;
  const use = (found: EngineProfile | null, name: string): void => {
    scenario.value = { ...scenario.value, profile: found, inputs: { ...scenario.value.inputs, profile: name } };
  };
  return (
    <>
      {profile !== null && (
        <p class="chosen">
          {words.used(inputs.profile)}{" "}
          <button type="button" class="quiet" onClick={() => use(null, "")}>
            {words.remove}
          </button>
        </p>
      )}
      <FileDrop
        id="profile"
        label={words.drop}
        onTexts={([file]) => {
          if (file === undefined) return;
          const found = profileOf(file);
          foreign.value = found === null ? file.name : null;
          if (found !== null) use(found, file.name);
        }}
      />
      {foreign.value !== null && (
        <p class="problem" role="alert">
          {words.foreign(foreign.value)}
        </p>
      )}
    </>
  );
}

/** A profile, told from other files by its kind; null of others. The library checks the rest. */
function profileOf({ text }: TextFile): EngineProfile | null {
  try {
    const content = JSON.parse(text) as { readonly kind?: unknown } | null;
    return content?.kind === "infrascale-engine-profile" ? (content as EngineProfile) : null;
  } catch {
    return null;
  }
}
