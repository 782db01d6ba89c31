import type { JSX } from "preact";
import { say } from "../state.js";
import { Peek } from "./peek.js";
import { Hardware } from "./hardware.js";
import { ModelStep } from "./model.js";
import { Money } from "./money.js";
import { Safety } from "./safety.js";
import { Targets } from "./targets.js";
import { Users } from "./users.js";

/** All that is asked, in the order in which people think of it. Nothing is sent: what is typed is answered. */
export function Form(): JSX.Element {
  return (
    <form class="form" aria-label={say.value.page.form} onSubmit={(event) => event.preventDefault()}>
      <Users />
      <ModelStep />
      <Hardware />
      <Targets />
      <Safety />
      <Money />
      <Peek />
    </form>
  );
}
