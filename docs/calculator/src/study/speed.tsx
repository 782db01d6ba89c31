import type { JSX } from "preact";
import { sayLoads, type LoadStrings } from "../language/loads/words.js";
import { shown } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import type { SpeedByLoad, TimeByLoad } from "../worker/load-studies.js";
import type { Chart } from "./chart.js";
import { Figure } from "./figure.js";
import type { Table } from "./table.js";
import { Progress } from "./progress.js";
import { useStudied } from "./use-studied.js";

/** Bands where no probability is asked for. */
const USUAL_CONFIDENCE = 0.8;

/** A band that a measurement exceeds with the probability that the answer leaves: as much may lie below it. */
const bandOf = (confidence: number | "expected" | undefined): number =>
  typeof confidence === "number" ? 2 * confidence - 1 : USUAL_CONFIDENCE;

/** The times that the purchase gives under other loads than today's. */
export function Speed({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const { estimate } = answer;
  const { question } = shown.value;
  const asked =
    estimate.status === "feasible" && question !== null
      ? { estimate, confidence: bandOf(question.options.confidence) }
      : null;
  const studied = useStudied("speedByLoad", asked, [answer]);
  const speed = studied.found;
  const { speed: words, charts } = sayLoads.value;
  if (speed === null)
    return (
      <div class="study-space">
        <Progress study={studied} text={charts.underWay} />
      </div>
    );
  return (
    <>
      {speed.times.map((time) => (
        <section key={time.time} aria-labelledby={`speed-${time.time}`}>
          <h3 id={`speed-${time.time}`}>{words.titles[time.time]}</h3>
          <p>{sentenceOf(sayLoads.value, speed, time)}</p>
          <Figure
            name={`${time.time}-by-load`}
            chart={chartOf(sayLoads.value, speed, time)}
            table={tableOf(sayLoads.value, speed, time)}
          />
        </section>
      ))}
      <p class="hint">
        {words.replicas(speed.replicas)} {speed.capacity !== null && words.capacity(speed.capacity)}{" "}
        {speed.isLoadTest && words.loadTest}
      </p>
    </>
  );
}

/** Today's time, and how far it stays within its limit. */
function sentenceOf(
  said: LoadStrings,
  { kind }: SpeedByLoad,
  { statistic, today, limitSeconds, tipping }: TimeByLoad,
): string {
  const { speed: words, numbers, loads, options } = said;
  const now = today === null ? "" : words.today(options.firstTokenOf[statistic], numbers.seconds(today.asked));
  if (limitSeconds === null || today === null) return now;
  const limit = numbers.seconds(limitSeconds);
  if (tipping !== null) return `${now} ${words.tipping(limit, loads.amount[kind](tipping))}`;
  return `${now} ${today.asked <= limitSeconds ? words.farWithin(limit) : words.beyond(limit)}`;
}

/** Over its limit a time is shown this far, and over today's where it has none. */
const OVER_LIMIT = 1.8;
const OVER_TODAY = 3;
/** Room above a limit, and beside the last load. */
const ABOVE_LIMIT = 1.15;
const BESIDE = 1.02;

function chartOf(said: LoadStrings, speed: SpeedByLoad, time: TimeByLoad): Chart {
  const { speed: words, numbers, options, loads } = said;
  const { statistic, points, limitSeconds, tipping, today } = time;
  const { kind } = speed;
  const most = Math.max(...points.map(({ asked, band }) => band?.high ?? asked));
  const reach = Math.max(OVER_LIMIT * (limitSeconds ?? 0), OVER_TODAY * (today?.asked ?? 0));
  const bands = points.flatMap(({ load, band }) => (band === null ? [] : [[load, band.low, band.high] as const]));
  const isMean = statistic === "mean";
  const line = (label: string, of: "asked" | "mean") => ({
    label,
    points: points.map((point) => [point.load, point[of]] as const),
  });
  return {
    label: `${words.titles[time.time]}. ${sentenceOf(said, speed, time)}`,
    x: { label: loads.axis[kind], domain: [0, BESIDE * (points.at(-1)?.load ?? 1)], say: numbers.exact },
    y: {
      label: words.titles[time.time],
      domain: [0, Math.max(Math.min(most, reach), ABOVE_LIMIT * (limitSeconds ?? 0))],
      say: (value) => (value === 0 ? "0" : numbers.seconds(value)),
    },
    lines: [
      line(options.firstTokenOf[statistic], "asked"),
      ...(isMean ? [] : [line(options.firstTokenOf.mean, "mean")]),
    ],
    ...(bands.length > 0 && { band: { label: words.band(speed.confidence), points: bands } }),
    ...(limitSeconds !== null && { limit: { label: words.limit(numbers.seconds(limitSeconds)), y: limitSeconds } }),
    marks: [
      ...(today === null
        ? []
        : [
            {
              label: loads.today(numbers.exact(today.load)),
              at: [today.load, today.asked] as const,
              shape: "dot" as const,
            },
          ]),
      ...(tipping === null || limitSeconds === null
        ? []
        : [
            {
              label: words.tippingMark(numbers.exact(tipping)),
              at: [tipping, limitSeconds] as const,
              shape: "diamond" as const,
            },
          ]),
    ],
  };
}

function tableOf(
  { speed: words, numbers, options, loads }: LoadStrings,
  { kind, confidence }: SpeedByLoad,
  time: TimeByLoad,
): Table {
  const { statistic, points } = time;
  const seconds = (head: string) => ({ head, unit: "s", say: numbers.seconds });
  const isMean = statistic === "mean";
  const hasBand = points.some(({ band }) => band !== null);
  return {
    caption: words.tables[time.time],
    columns: [
      { head: loads.axis[kind], unit: "", say: numbers.exact },
      ...(isMean ? [] : [seconds(options.firstTokenOf.mean)]),
      seconds(options.firstTokenOf[statistic]),
      ...(hasBand ? [seconds(words.from(confidence)), seconds(words.to(confidence))] : []),
    ],
    rows: points.map(({ load, mean, asked, band }) => [
      load,
      ...(isMean ? [] : [mean]),
      asked,
      ...(hasBand ? [band?.low ?? null, band?.high ?? null] : []),
    ]),
  };
}
