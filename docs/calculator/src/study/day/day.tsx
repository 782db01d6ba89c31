import type { JSX } from "preact";
import { Field } from "../../form/field.js";
import "../../look/decide.css";
import { decideWords } from "../../language/decide/words.js";
import { say, scenario, shown } from "../../state.js";
import type { Answer, DayAnswer } from "../../worker/protocol.js";
import { useStudied } from "../use-studied.js";
import { Progress } from "../progress.js";

/** GPUs by the hour of a day, and what that is worth beside a fleet that always runs. */
export function Day({ answer }: { readonly answer: Answer }): JSX.Element {
  const { day: words } = decideWords.value;
  const { question } = shown.value;
  const { dayCurve: curve } = scenario.value.inputs;
  const study = useStudied("day", question === null ? null : { question, curve }, [answer]);
  return (
    <>
      <Field name="dayCurve" />
      <p class="hint">{words.about}</p>
      <Progress study={study} text={words.working} />
      {study.found !== null && <Hours day={study.found} />}
    </>
  );
}

function Hours({ day }: { readonly day: DayAnswer }): JSX.Element {
  const { day: words } = decideWords.value;
  const { numbers } = say.value;
  const { hours, gpuHours, reservedGpus, money } = day;
  const most = Math.max(...hours.map(({ gpus }) => gpus));
  const amount = (value: number): string => (money === null ? "" : numbers.money(value, money.currency));
  return (
    <>
      <p>
        {words.hours(gpuHours.scaled, gpuHours.fixed)}{" "}
        {money !== null && words.money(amount(money.scaled), amount(money.fixed))}{" "}
        {money?.mixed != null && reservedGpus !== null && words.mixed(reservedGpus, amount(money.mixed))}
      </p>
      <div class="hours" role="img" aria-label={words.picture(most)}>
        {hours.map(({ hour, gpus }) => (
          <span key={hour} class="hour">
            <span class="hour-gpus">{numbers.count(gpus)}</span>
            <span
              class={`hour-bar ${reservedGpus !== null && gpus > reservedGpus ? "over" : ""}`}
              style={{ height: `${(100 * gpus) / most}%` }}
            />
            <span class="hour-name">{hour}</span>
          </span>
        ))}
      </div>
      <details>
        <summary>{words.table}</summary>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{words.columns.hour}</th>
              <th scope="col">{words.columns.load}</th>
              <th scope="col">{words.columns.replicas}</th>
              <th scope="col">{words.columns.gpus}</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ hour, load, replicas, gpus }) => (
              <tr key={hour}>
                <th scope="row">{words.hour(hour)}</th>
                <td>{numbers.about(load)}</td>
                <td>{numbers.count(replicas)}</td>
                <td>{numbers.count(gpus)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">{words.startUp(day.starts, numbers.seconds(day.startUpSeconds))}</p>
      </details>
    </>
  );
}
