import type { JSX } from "preact";
import { say, shown } from "../state.js";

/** Of what the answer on the screen is: it may be of what was asked before. */
export function Asked(): JSX.Element | null {
  const { question } = shown.value;
  if (question === null) return null;
  const { workload, model } = question.request;
  const { asked } = say.value.answer;
  const who =
    workload.concurrentUsers !== undefined
      ? asked.people(workload.concurrentUsers)
      : workload.namedUsers !== undefined
        ? asked.named(workload.namedUsers)
        : workload.requestsPerSecond !== undefined
          ? asked.rate(workload.requestsPerSecond)
          : asked.flight(workload.requestsInFlight ?? 0);
  return <p class="asked">{asked.of(who, typeof model === "string" ? model : model.id)}</p>;
}
