import type { JSX } from "preact";
import { say, scenario, type } from "../state.js";
import { lazily } from "../study/lazily.js";
import { Details } from "./details.js";
import { ModelCombobox } from "./model-combobox.js";
import { Step } from "./step.js";

const OwnModelFiles = lazily(async () => (await import("./own-model-files.js")).OwnModelFiles);

/** Which model: one that is known by name, or one's own by its files. */
export function ModelStep(): JSX.Element {
  const { inputs } = scenario.value;
  const { steps, details, model } = say.value;
  return (
    <Step title={steps.model}>
      {inputs.ownModel === "" ? (
        <ModelCombobox />
      ) : (
        <p class="chosen">
          {model.own(inputs.model)}{" "}
          <button type="button" class="quiet" onClick={() => type({ model: "llama-3.1-70b", ownModel: "" })}>
            {model.remove}
          </button>
        </p>
      )}
      <Details title={details.ownModel} value="">
        <OwnModelFiles />
      </Details>
    </Step>
  );
}
