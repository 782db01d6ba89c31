import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { sayLibrary } from "../language/say-library.js";
import { answerClerk, say, scenario, type } from "../state.js";
import type { Refusal } from "../worker/protocol.js";
import { Details } from "./details.js";
import { FileDrop } from "./file-drop.js";
import { ModelCombobox } from "./model-combobox.js";
import { Step } from "./step.js";

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

/** The file that names the quantisation of some checkpoints. */
const QUANTISATION_FILE = /quant/i;

/** Files of a model's repository, dropped or pasted; they are read here and sent nowhere. */
function OwnModelFiles(): JSX.Element {
  const { model } = say.value;
  const name = useSignal("");
  const pasted = useSignal("");
  const refusal = useSignal<Refusal | null>(null);
  const readFiles = async (config: string, quantisation: string | null): Promise<void> => {
    const outcome = await answerClerk.ask("readModel", { name: name.value, config, quantisation });
    refusal.value = outcome.kind === "refused" ? outcome.refusal : null;
    if (outcome.kind === "done") type({ model: outcome.answer.id, ownModel: outcome.answer.packed });
  };
  return (
    <>
      <div class="field">
        <label for="own-model-name">{model.name}</label>
        <input
          id="own-model-name"
          type="text"
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
      </div>
      <FileDrop
        id="own-model-files"
        label={model.files}
        onTexts={(files) => {
          const quantisation = files.find((file) => QUANTISATION_FILE.test(file.name));
          const config = files.find((file) => file !== quantisation);
          if (config !== undefined) void readFiles(config.text, quantisation?.text ?? null);
        }}
      />
      {refusal.value !== null && (
        <p class="problem" role="alert">
          <code>{refusal.value.field}</code> {sayLibrary("rule", refusal.value)}
        </p>
      )}
      <div class="field">
        <label for="own-model-text">{model.paste}</label>
        <textarea
          id="own-model-text"
          rows={4}
          spellcheck={false}
          value={pasted.value}
          onInput={({ currentTarget }) => {
            pasted.value = currentTarget.value;
          }}
        />
        <button type="button" disabled={pasted.value.trim() === ""} onClick={() => void readFiles(pasted.value, null)}>
          {model.readPasted}
        </button>
      </div>
    </>
  );
}
