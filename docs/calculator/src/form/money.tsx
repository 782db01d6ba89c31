import { computed, type ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import { catalogue, say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field, type Option } from "./field.js";

/** Countries whose electricity is known, by name. */
const zones: ReadonlySignal<readonly Option[]> = computed(() =>
  (catalogue.value?.zones ?? [])
    .map((zone) => ({ value: zone, label: say.value.numbers.country(zone) }))
    .sort((one, other) => one.label.localeCompare(other.label)),
);

/** By whose prices, and whose electricity. */
export function Money(): JSX.Element {
  const { steps, options } = say.value;
  const { inputs } = scenario.value;
  const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = options;
  const value = [
    labels["currency"]?.[inputs.currency] ?? inputs.currency,
    inputs.ownPrice === "" ? (labels["providers"]?.[inputs.providers] ?? "") : inputs.ownPrice,
  ];
  return (
    <Details title={steps.money} value={value.join(", ")} isStep>
      <Field name="currency" />
      <Field name="providers" />
      <Field name="ownPrice" />
      <Field name="zone" options={zones.value} />
      <Field name="meanLoad" />
      <Field name="pue" />
    </Details>
  );
}
