import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { QUANTITIES } from "../scenario/quantities.js";
import { readNumber } from "../scenario/read-number.js";
import { sayLoads, type LoadStrings } from "../language/loads/words.js";
import { limitName } from "../language/say-limit.js";
import { studyClerk } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import type { Replay, ReplayQuestion } from "../worker/load-studies.js";
import type { Chart } from "./chart.js";
import { Figure } from "./figure.js";
import { Progress } from "./progress.js";
import type { Table } from "./table.js";
import { useStudied } from "./use-studied.js";

/** The answer replayed request by request, for who asks for it. */
export function ReplayPart({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const { replay: words, numbers } = sayLoads.value;
  const seed = useSignal("1");
  const asked = useSignal<ReplayQuestion | null>(null);
  const { estimate } = answer;
  useEffect(() => {
    asked.value = null;
  }, [answer]);
  const studied = useStudied("replay", asked.value, [asked.value]);
  const isUnderWay = asked.value !== null && studied.outcome === null;
  if (estimate.status === "infeasible") return null;
  const number = readNumber(seed.value, numbers.mark)?.number ?? NaN;
  const isSeed = Number.isSafeInteger(number) && number >= 0;
  return (
    <>
      <p>{words.explain}</p>
      <div class="replay-form">
        <label for="replay-seed">{words.seed}</label>
        <input
          id="replay-seed"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={seed.value}
          aria-invalid={isSeed ? undefined : true}
          aria-describedby="replay-seed-hint"
          onInput={({ currentTarget }) => {
            seed.value = currentTarget.value;
          }}
        />
        {isUnderWay ? (
          <button
            type="button"
            onClick={() => {
              studyClerk.stop();
              asked.value = null;
            }}
          >
            {words.stop}
          </button>
        ) : (
          <button
            type="button"
            disabled={!isSeed}
            onClick={() => {
              asked.value = { estimate, seed: number };
            }}
          >
            {words.start}
          </button>
        )}
      </div>
      <p class="hint" id="replay-seed-hint">
        {isSeed ? words.seedHint : sayLoads.value.problems["not-whole"]}
      </p>
      <div role="status">
        {asked.value !== null && <Progress study={studied} text={words.underWay} />}
        {studied.found !== null && <Verdict replay={studied.found} />}
      </div>
      {studied.found !== null && (
        <Figure
          name="replay"
          chart={chartOf(sayLoads.value, studied.found)}
          table={tableOf(sayLoads.value, studied.found)}
        />
      )}
    </>
  );
}

function Verdict({ replay }: { readonly replay: Replay }): JSX.Element {
  const { replay: words, numbers } = sayLoads.value;
  return (
    <>
      <p>
        <strong>{replay.met ? words.met : words.missed}</strong>{" "}
        {words.served(replay.requests, numbers.seconds(replay.seconds))}{" "}
        {replay.withinTargets !== null && words.within(replay.withinTargets)}{" "}
        {replay.rejected > 0 && words.rejected(replay.rejected)} {replay.tooShort && words.tooShort}
      </p>
      <table class="figures">
        <caption>{words.targets}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.target}</th>
            <th scope="col">{words.columns.limit}</th>
            <th scope="col">{words.columns.value}</th>
            <th scope="col">{words.columns.kept}</th>
          </tr>
        </thead>
        <tbody>
          {replay.targets.map(({ target, statistic, limit, value, met }) => (
            <tr key={`${target} ${statistic}`}>
              <th scope="row">{limitName(sayLoads.value, `${target} ${statistic}`)}</th>
              <td>{numbers.seconds(limit)}</td>
              <td>{value === null ? words.none : numbers.seconds(value)}</td>
              <td>{met ? words.kept : words.broken}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Axes of shorter times are in seconds; of shorter ones than this in minutes. */
const IN_SECONDS = 120;
const IN_MINUTES = 7200;
/** Room above the highest point. */
const ABOVE = 1.1;

function chartOf({ replay: words, numbers }: LoadStrings, { series, warmUpSeconds, seconds, met }: Replay): Chart {
  const most = Math.max(1, ...series.map(({ running, waiting }) => Math.max(running, waiting)));
  const mostWaiting = Math.max(0, ...series.map(({ waiting }) => waiting));
  const unit = seconds < IN_SECONDS ? "s" : seconds < IN_MINUTES ? "min" : "h";
  const inUnit = (time: number): number => time * QUANTITIES.seconds.typed[unit];
  const at = (of: "running" | "waiting") => series.map((interval) => [inUnit(interval.seconds), interval[of]] as const);
  const first = series.find(({ seconds: start }) => start >= warmUpSeconds);
  return {
    label: words.picture(met, Math.max(0, ...series.map(({ running }) => running)), mostWaiting),
    x: { label: `${words.time}, ${unit}`, domain: [0, inUnit(seconds)], say: numbers.exact },
    y: { label: words.requests, domain: [0, ABOVE * most], say: numbers.exact },
    lines: [
      { label: words.running, points: at("running") },
      { label: words.waiting, points: at("waiting") },
    ],
    marks:
      warmUpSeconds > 0 && first !== undefined
        ? [{ label: words.counted, at: [inUnit(first.seconds), first.running], shape: "diamond" }]
        : [],
  };
}

function tableOf({ replay: words, numbers }: LoadStrings, { series }: Replay): Table {
  return {
    caption: words.table,
    columns: [
      { head: words.time, unit: "s", say: numbers.seconds },
      { head: words.running, unit: "", say: numbers.about },
      { head: words.waiting, unit: "", say: numbers.about },
    ],
    rows: series.map(({ seconds, running, waiting }) => [seconds, running, waiting]),
  };
}
