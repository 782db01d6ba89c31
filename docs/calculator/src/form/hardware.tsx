import { computed, type ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import { catalogue, say, scenario } from "../state.js";
import { gpuName } from "../language/gpu-name.js";
import { linkName } from "../language/link-name.js";
import { LINKS } from "../scenario/fields.js";
import { Details } from "./details.js";
import { Field, type Option } from "./field.js";
import { OtherGpus } from "./other-gpus.js";
import { Step } from "./step.js";

/** On what, by which engine, in which number formats. */
export function Hardware(): JSX.Element {
  const { inputs } = scenario.value;
  const { steps, details, options } = say.value;
  const gpus = gpuOptions.value;
  const labelled = (labels: Readonly<Record<string, string>>, value: string): string => labels[value] ?? value;
  const precision =
    inputs.weights === "published" && inputs.kvCache === "published"
      ? options.weights.published
      : `${labelled(options.weights, inputs.weights)}, ${labelled(options.kvCache, inputs.kvCache)}`;
  const drafts = Number(inputs.draftTokens) > 0;
  return (
    <Step title={steps.hardware}>
      <Field name="gpu" options={gpus} />
      <OtherGpus options={gpus} />
      <Field name="maxGpus" />
      <Details title={details.link} value={inputs.gpuLink === "" ? "" : linkName(say.value, inputs.gpuLink)}>
        <Field name="gpuLink" options={linkOptions.value} />
      </Details>
      <Details
        title={details.engine}
        value={`${labelled(options.engine, inputs.engine)} ${inputs.engineVersion}`.trim()}
      >
        <Field name="engine" />
        <Field name="engineVersion" />
        <Field name="routing" />
      </Details>
      <Details title={details.precision} value={precision}>
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

/** GPUs by vendor and name; made again for another language alone, not for each key. */
const gpuOptions: ReadonlySignal<readonly Option[]> = computed(() =>
  (catalogue.value?.gpus ?? []).map((gpu) => ({ value: gpu.id, label: gpuName(say.value, gpu), group: gpu.vendor })),
);

/** Links, the usual one of the GPU first. */
const linkOptions: ReadonlySignal<readonly Option[]> = computed(() => {
  const { links } = say.value;
  const chosen = catalogue.value?.gpus.find(({ id }) => id === scenario.value.inputs.gpu);
  return [
    { value: "", label: links.usual(chosen?.link ?? null) },
    ...LINKS.map((link) => ({ value: link, label: linkName(say.value, link) })),
  ];
});
