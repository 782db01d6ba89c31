import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { FileDrop } from "../../form/file-drop.js";
import "../../look/decide.css";
import { decideWords } from "../../language/decide/words.js";
import { sayLibrary } from "../../language/say-library.js";
import { unpackModel } from "../../scenario/packed-model.js";
import { inputsOfScenario, MODEL_FILE, PROFILE_FILE, scenarioFile, yamlOf } from "../../scenario/scenario-file.js";
import { answerClerk, catalogue, libraryVersion, say, scenario, shown, today } from "../../state.js";
import type { Answer } from "../../worker/protocol.js";
import { comparedGpus } from "../compare/compared-gpus.js";
import { saveText } from "../save-text.js";
import { answerFile } from "./answer-file.js";
import { markdownReport } from "./markdown.js";

/** Question and answer as files, and a question from a file. */
export function Exports({ answer }: { readonly answer: Answer }): JSX.Element {
  const { exports: words } = decideWords.value;
  return (
    <>
      <Kept answer={answer} />
      <p class="hint">{words.command}</p>
      <ScenarioDrop />
    </>
  );
}

function Kept({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const { exports: words } = decideWords.value;
  const { question } = shown.value;
  if (question === null) return null;
  const { ownModel, request } = question;
  const made = { library: libraryVersion, link: location.href };
  const report = (): string =>
    markdownReport(say.value, decideWords.value, {
      inputs: scenario.value.inputs,
      answer,
      compared: comparedGpus.value?.answer === answer ? comparedGpus.value.rows : [],
      ...made,
      today: today.value,
    });
  const keepModel = async (): Promise<void> =>
    saveText(MODEL_FILE, JSON.stringify(await unpackModel(ownModel), null, 2));
  return (
    <p class="text-tools">
      <button type="button" onClick={() => saveText("scenario.yaml", yamlOf(scenarioFile(question)))}>
        {words.scenario}
      </button>
      {ownModel !== "" && (
        <button type="button" onClick={() => void keepModel()}>
          {words.file(MODEL_FILE)}
        </button>
      )}
      {request.profile !== undefined && (
        <button type="button" onClick={() => saveText(PROFILE_FILE, JSON.stringify(request.profile, null, 2))}>
          {words.file(PROFILE_FILE)}
        </button>
      )}
      <button type="button" onClick={() => saveText("infrascale.json", answerFile(question, answer, made))}>
        {words.answer}
      </button>
      <button type="button" onClick={() => saveText("infrascale.md", report())}>
        {words.report}
      </button>
      <button type="button" onClick={() => print()}>
        {words.print}
      </button>
    </p>
  );
}

/** A scenario file fills the form; what the form has no field for is named. */
function ScenarioDrop(): JSX.Element {
  const { exports: words } = decideWords.value;
  const told = useSignal("");
  const load = async (name: string, text: string): Promise<void> => {
    const outcome = await answerClerk.ask("readScenario", text);
    if (outcome.kind !== "done") {
      told.value = outcome.kind === "refused" ? sayLibrary("rule", outcome.refusal) : decideWords.value.failed;
      return;
    }
    const presets = catalogue.value?.presets ?? [];
    const { inputs, unknown } = inputsOfScenario(outcome.answer, presets, say.value.numbers.mark);
    scenario.value = { inputs, profile: null, kept: [] };
    told.value = unknown.length === 0 ? words.loaded(name) : `${words.loaded(name)} ${words.unknown(unknown)}`;
  };
  return (
    <>
      <FileDrop
        id="scenario-file"
        label={words.drop}
        accept=".yaml,.yml,.json"
        onTexts={([file]) => {
          if (file !== undefined) void load(file.name, file.text);
        }}
      />
      <p role="status">{told.value}</p>
    </>
  );
}
