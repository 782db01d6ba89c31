import type { JSX } from "preact";
import { catalogue, say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field } from "./field.js";
import { Step } from "./step.js";

/** By whose prices, and whose electricity. */
export function Money(): JSX.Element {
  const { steps, details, numbers } = say.value;
  const zones = (catalogue.value?.zones ?? [])
    .map((zone) => ({ value: zone, label: numbers.country(zone) }))
    .sort((one, other) => one.label.localeCompare(other.label));
  return (
    <Step title={steps.money}>
      <Field name="currency" />
      <Field name="providers" />
      <Field name="ownPrice" />
      <Details title={details.power} value={numbers.country(scenario.value.inputs.zone)}>
        <Field name="zone" options={zones} />
        <Field name="meanLoad" />
        <Field name="pue" />
      </Details>
    </Step>
  );
}
