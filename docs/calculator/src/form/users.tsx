import type { JSX } from "preact";
import type { FieldName } from "../scenario/fields.js";
import { isAsked } from "../scenario/paths.js";
import { catalogue, isStale, read, say, scenario, shown, type } from "../state.js";
import type { Catalogue } from "../worker/protocol.js";
import { Details } from "./details.js";
import { Field } from "./field.js";
import { Pair } from "./pair.js";
import { ofPreset, withPreset } from "./presets.js";
import { Step } from "./step.js";

const LENGTHS = [
  "inputTokens",
  "inputVariation",
  "outputTokens",
  "outputVariation",
] as const satisfies readonly FieldName[];
const PAUSES = ["thinkSeconds", "arrivalVariation", "sharedPrefixTokens", "cachedShare", "peakFactor"] as const;

/** Who asks, and for what. */
export function Users(): JSX.Element {
  const { inputs } = scenario.value;
  const { values } = read.value;
  const { steps, details, traffic } = say.value;
  return (
    <Step title={steps.users}>
      <Pair number="amount" of="load" />
      {isAsked("activeShare", inputs) && <Field name="activeShare" />}
      <Traffic presets={catalogue.value?.presets ?? []} />
      <Derived />
      <Details
        title={details.lengths}
        value={values === null ? "…" : traffic.lengths(values.inputTokens, values.outputTokens)}
      >
        {[...LENGTHS, ...PAUSES].map((name) => isAsked(name, inputs) && <Field key={name} name={name} />)}
      </Details>
    </Step>
  );
}

/** Kinds of traffic. What was typed stays when the kind changes, and the kind's own figures are a button away. */
function Traffic({ presets }: Pick<Catalogue, "presets">): JSX.Element {
  const { inputs } = scenario.value;
  const { presets: names, traffic, numbers } = say.value;
  const preset = presets.find(({ id }) => id === inputs.traffic);
  const nameOf = (id: string): string => names[id] ?? id;
  const figures = preset === undefined ? {} : ofPreset(preset, numbers.mark);
  const differs = Object.entries(figures).some(([name, text]) => inputs[name as FieldName] !== text);
  const options = (presets.length > 0 ? presets : [{ id: inputs.traffic }]).map(({ id }) => ({
    value: id,
    label: nameOf(id),
  }));
  return (
    <>
      <Field name="traffic" options={options} onChoose={(id) => type(withPreset(inputs, presets, id, numbers.mark))} />
      <button type="button" class="quiet" disabled={!differs} onClick={() => type(figures)}>
        {traffic.use(nameOf(inputs.traffic))}
      </button>
    </>
  );
}

/** What the engine sees of these people. The line keeps its room without an answer, and its figures while another is worked out: one that comes and goes would move the fields below it. */
function Derived(): JSX.Element {
  const estimate = shown.value.answer?.estimate;
  return (
    <p class={isStale.value ? "hint derived stale" : "hint derived"}>
      {estimate?.status === "feasible" &&
        say.value.traffic.derived(estimate.traffic.requestsInFlight, estimate.traffic.requestsPerSecond)}
    </p>
  );
}
