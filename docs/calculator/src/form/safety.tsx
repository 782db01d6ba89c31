import type { JSX } from "preact";
import { say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field } from "./field.js";
import { Profile } from "./profile.js";

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
