import type { Room } from "./rooms.js";
import { between, seededBy } from "./seeded.js";
import { timesAt, type Limits, type Sweep, type Times } from "./sweep.js";
import { truthOf, type Truth } from "./truth.js";

/** What a scenario limits: the whole request; both times with the one per token close; both with the first token close. */
export const KINDS = ["speed", "tpot", "ttft"] as const;

/** A load and limits within what was measured of a room, and the fewest GPUs. */
export interface Scenario {
  readonly room: Room;
  readonly kind: (typeof KINDS)[number] | "impossible";
  /** Of the whole fleet. */
  readonly requestsInFlight: number;
  /** Seconds, of the room's statistic. */
  readonly limits: Limits;
  readonly truth: Truth;
}

const LIMITS: Readonly<Record<(typeof KINDS)[number], (times: Times, slack: number) => Limits>> = {
  speed: ({ request }) => ({ request }),
  tpot: ({ tpot, ttft }, slack) => ({ tpot, ttft: ttft * slack }),
  ttft: ({ tpot, ttft }, slack) => ({ tpot: tpot * Math.sqrt(slack), ttft }),
};

/** Nobody asks for more, seconds. */
const MOST = { tpot: 0.2, ttft: 30 };
const TRIES = 60;

/** Scenarios of a room: up to so many of each kind, and as many that nothing meets where one request alone was measured. */
export function draw(room: Room, each: number): readonly Scenario[] {
  const random = seededBy(room.key);
  // Medians of two times do not add up to one of whole requests.
  const kinds = room.statistic === "mean" ? KINDS : KINDS.slice(1);
  const scenarios: Scenario[] = kinds.flatMap((kind) => {
    const found: Scenario[] = [];
    for (let tries = 0; found.length < each && tries < TRIES * each; tries += 1) {
      const sweep = room.sweeps[Math.floor(random() * room.sweeps.length)] as Sweep;
      const load = between(random, sweep.lowest, sweep.highest);
      const requestsInFlight = Math.max(1, Math.round(load * between(random, 0.3, 12)));
      const slack = between(random, 1.5, 4);
      const times = timesAt(sweep, load);
      if (times.tpot > MOST.tpot || times.ttft > MOST.ttft) continue;
      const limits = LIMITS[kind](times, slack);
      const truth = truthOf(room, requestsInFlight, limits);
      if (truth !== null) found.push({ room, kind, requestsInFlight, limits, truth });
    }
    return found;
  });
  if (room.statistic === "mean" && room.sweeps.every(({ lowest }) => lowest <= 1)) {
    const fastest = Math.min(...room.sweeps.map((sweep) => timesAt(sweep, sweep.lowest).request));
    for (let i = 0; i < each; i += 1) {
      const limits = { request: fastest * between(random, 0.5, 0.85) };
      scenarios.push({
        room,
        kind: "impossible",
        requestsInFlight: Math.round(between(random, 1, 200)),
        limits,
        truth: { feasible: false },
      });
    }
  }
  return scenarios;
}
