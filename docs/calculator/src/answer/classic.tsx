import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { answerClerk, say, scenario, shown, type } from "../state.js";
import type { Answer, ClassicAnswer } from "../worker/protocol.js";

/** The original's formulas for the same question, side by side, for who asks for them. */
export function Classic({ answer }: { readonly answer: Answer }): JSX.Element {
  const { classic: words, numbers } = say.value;
  const isShown = scenario.value.inputs.classic === "show";
  const original = useClassic(answer, isShown);
  const { estimate } = answer;
  const cell = (value: number | null): string => (value === null ? words.none : numbers.count(value));
  return (
    <>
      <label class="switch">
        <input
          type="checkbox"
          checked={isShown}
          onChange={({ currentTarget }) => type({ classic: currentTarget.checked ? "show" : "hide" })}
        />{" "}
        {words.show}
      </label>
      {isShown && original === "refused" && <p>{words.needs}</p>}
      {isShown && original !== null && original !== "refused" && estimate.status === "feasible" && (
        <>
          <table class="figures">
            <caption>{words.explain}</caption>
            <thead>
              <tr>
                <td />
                <th scope="col">{words.columns.ours}</th>
                <th scope="col">{words.columns.original}</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{words.rows.gpus}</th>
                <td>{cell(estimate.gpus)}</td>
                <td>{cell(original.gpus)}</td>
              </tr>
              <tr>
                <th scope="row">{words.rows.each}</th>
                <td>{cell(estimate.gpusPerReplica)}</td>
                <td>{cell(original.gpusPerReplica)}</td>
              </tr>
              <tr>
                <th scope="row">{words.rows.replicas}</th>
                <td>{cell(estimate.replicas)}</td>
                <td>{cell(original.replicas)}</td>
              </tr>
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

/** What the original says; null while it is being worked out. */
function useClassic(answer: Answer, isShown: boolean): ClassicAnswer | "refused" | null {
  const original = useSignal<ClassicAnswer | "refused" | null>(null);
  useEffect(() => {
    const { question } = shown.value;
    const { requestsInFlight } = answer.estimate;
    if (!isShown || question === null || requestsInFlight === null) return;
    let isPast = false;
    void answerClerk.ask("classic", { question, requestsInFlight }).then((outcome) => {
      if (!isPast) original.value = outcome.kind === "done" ? outcome.answer : "refused";
    });
    return () => {
      isPast = true;
    };
  }, [answer, isShown]);
  return original.value;
}
