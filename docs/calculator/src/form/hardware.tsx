import type { JSX } from "preact";
import { catalogue, say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field, type Option } from "./field.js";
import { Step } from "./step.js";

/** On what, by which engine, in which number formats. */
export function Hardware(): JSX.Element {
  const { inputs } = scenario.value;
  const { steps, details, options, otherGpus } = say.value;
  const gpus = gpuOptions();
  const labelled = (labels: Readonly<Record<string, string>>, value: string): string => labels[value] ?? value;
  const drafts = Number(inputs.draftTokens) > 0;
  return (
    <Step title={steps.hardware}>
      <Field name="gpu" options={gpus} />
      <Field
        name="otherGpus"
        options={[
          { value: "", label: otherGpus.none },
          { value: "all", label: otherGpus.all },
        ]}
      />
      <Details
        title={details.engine}
        value={`${labelled(options.engine, inputs.engine)} ${inputs.engineVersion}`.trim()}
      >
        <Field name="engine" />
        <Field name="engineVersion" />
        <Field name="routing" />
      </Details>
      <Details
        title={details.precision}
        value={`${labelled(options.weights, inputs.weights)}, ${labelled(options.kvCache, inputs.kvCache)}`}
      >
        <Field name="weights" />
        <Field name="kvCache" />
      </Details>
      <Details title={details.speculation} value={drafts ? inputs.draftTokens : ""}>
        <Field name="draftTokens" />
        {drafts && <Field name="acceptanceRate" />}
      </Details>
    </Step>
  );
}

/** GPUs by vendor and name. */
export function gpuOptions(): readonly Option[] {
  const { numbers } = say.value;
  return (catalogue.value?.gpus ?? []).map(({ id, name, vendor, memoryBytes }) => ({
    value: id,
    label: /\d ?GB\b/.test(name) ? name : `${name}, ${numbers.bytes(memoryBytes)}`,
    group: vendor,
  }));
}
