import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { sayLibrary } from "../language/say-library.js";
import { answerClerk, say, type } from "../state.js";
import type { Refusal } from "../worker/protocol.js";
import { FileDrop } from "./file-drop.js";

/** The file that names the quantisation of some checkpoints. */
const QUANTISATION_FILE = /quant/i;

/** How a model's repository names its description. */
const CONFIG_FILE = "config.json";

/** Files of a model's repository, dropped or pasted; they are read here and sent nowhere. */
export function OwnModelFiles(): JSX.Element {
  const { model } = say.value;
  const name = useSignal("");
  const pasted = useSignal("");
  const refused = useSignal<{ readonly file: string; readonly refusal: Refusal } | null>(null);
  const readFiles = async (file: string, config: string, quantisation: string | null): Promise<void> => {
    const outcome = await answerClerk.ask("readModel", { name: name.value, config, quantisation });
    refused.value = outcome.kind === "refused" ? { file, refusal: outcome.refusal } : null;
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
          const others = files.filter((file) => file !== quantisation);
          const config = others.find((file) => file.name === CONFIG_FILE) ?? others[0];
          if (config !== undefined) void readFiles(config.name, config.text, quantisation?.text ?? null);
        }}
      />
      {refused.value !== null && <Refused {...refused.value} />}
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
        <button
          type="button"
          disabled={pasted.value.trim() === ""}
          onClick={() => void readFiles(CONFIG_FILE, pasted.value, null)}
        >
          {model.readPasted}
        </button>
      </div>
    </>
  );
}

/** Where what is refused is no field of a model: the file is one of something else. */
const FOREIGN = /^config(\.model_type)?$/;

/** Why a file was not taken: one of something else, or the field of a model that the library cannot read. */
function Refused({ file, refusal }: { readonly file: string; readonly refusal: Refusal }): JSX.Element {
  const { model, problems } = say.value;
  return (
    <p class="problem" role="alert">
      {FOREIGN.test(refusal.field) ? `${model.foreign(file)}.` : `${file}${problems.colon}`}{" "}
      <code>{refusal.field}</code> {sayLibrary("rule", refusal)}
    </p>
  );
}
