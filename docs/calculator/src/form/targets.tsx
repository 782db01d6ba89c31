import type { JSX } from "preact";
import { say, scenario } from "../state.js";
import { Details } from "./details.js";
import { Field } from "./field.js";
import { Pair } from "./pair.js";
import { Step } from "./step.js";

/** How fast. */
export function Targets(): JSX.Element {
  const { inputs } = scenario.value;
  const { steps, details, options } = say.value;
  return (
    <Step title={steps.targets}>
      <Pair number="firstToken" of="firstTokenOf" />
      <Pair number="perToken" of="perTokenOf" />
      <Details
        title={details.wholeRequest}
        value={inputs.proof === "load-test" ? options.proof["load-test"] : options.proof.steady}
      >
        <Pair number="wholeRequest" of="wholeRequestOf" />
        <Field name="proof" />
      </Details>
    </Step>
  );
}
