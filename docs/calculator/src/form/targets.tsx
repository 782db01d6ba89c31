import type { JSX } from "preact";
import { say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field } from "./field.js";
import { Step } from "./step.js";

/** How fast. */
export function Targets(): JSX.Element {
  const { inputs } = scenario.value;
  const { steps, details, options } = say.value;
  return (
    <Step title={steps.targets}>
      <div class="pair">
        <Field name="firstToken" />
        <Field name="firstTokenOf" />
      </div>
      <div class="pair">
        <Field name="perToken" />
        <Field name="perTokenOf" />
      </div>
      <Details
        title={details.wholeRequest}
        value={inputs.proof === "load-test" ? options.proof["load-test"] : options.proof.steady}
      >
        <div class="pair">
          <Field name="wholeRequest" />
          <Field name="wholeRequestOf" />
        </div>
        <Field name="proof" />
      </Details>
    </Step>
  );
}
