import { describe, expect, test } from "vitest";
import { judge } from "../../scripts/exam/judge.js";
import { draw, KINDS } from "../../scripts/exam/scenarios.js";
import { fewestBy, oracles } from "../../scripts/exam/sizers.js";
import { seededBy } from "../../scripts/exam/seeded.js";
import { timesOf } from "../../scripts/exam/sweep.js";
import { OUTPUT_TOKENS, ROOM } from "./rooms-by-hand.js";

const SCENARIOS = draw(ROOM, 20);

describe("scenarios", () => {
  test("are the same in every run, and others under another name", () => {
    expect(draw(ROOM, 20)).toEqual(SCENARIOS);
    expect(draw({ ...ROOM, key: "another" }, 20)).not.toEqual(
      SCENARIOS.map((scenario) => ({ ...scenario, room: { ...ROOM, key: "another" } })),
    );
    expect(seededBy("a room")()).not.toBe(seededBy("another room")());
  });

  test("are as many of each kind, and as many that nothing meets where one request alone was measured", () => {
    for (const kind of [...KINDS, "impossible"])
      expect(SCENARIOS.filter((scenario) => scenario.kind === kind)).toHaveLength(20);
    expect(draw({ ...ROOM, statistic: "p50" }, 20).some(({ kind }) => kind === "speed" || kind === "impossible")).toBe(
      false,
    );
  });

  test("are met by the fewest GPUs, and by no fewer of the same size", () => {
    for (const scenario of SCENARIOS) {
      if (!scenario.truth.feasible) continue;
      const buy = (replicas: number): string =>
        judge(scenario, {
          status: "feasible",
          gpus: replicas,
          gpusPerReplica: (scenario.truth as { gpusPerReplica: number }).gpusPerReplica,
          replicas,
          split: null,
          atOnce: Infinity,
          times: null,
        }).verdict;
      expect(buy(scenario.truth.replicas)).toBe("met");
      if (scenario.truth.replicas > 1) expect(buy(scenario.truth.replicas - 1)).toBe("missed");
    }
  });
});

describe("sizers", () => {
  test("who know the sweeps buy the fewest, and with a margin no fewer", () => {
    const { "sweeps, 0 % noise": exact, "sweeps, 10 % noise, margin": spare } = { ...oracles([0, 0.1]) } as Record<
      string,
      ReturnType<typeof fewestBy>
    >;
    let more = 0;
    for (const scenario of SCENARIOS) {
      const { truth } = scenario;
      if (!truth.feasible) continue;
      expect(exact?.(scenario)).toMatchObject({ gpus: truth.gpus });
      const answer = spare?.(scenario);
      if (answer?.status === "feasible" && answer.gpus > truth.gpus) more += 1;
    }
    expect(more).toBeGreaterThan(10);
  });

  test("who predict times buy the fewest that suffice by them, of the cheapest split", () => {
    // A hundredth of a second for each request in flight, on two GPUs a quarter of it.
    const sizer = fewestBy(
      (_, { gpus }) =>
        (load) =>
          timesOf((0.01 * Math.max(1, load)) / gpus ** 2, 0.1, OUTPUT_TOKENS),
    );
    const ask = (requestsInFlight: number, tpot: number): ReturnType<typeof sizer> =>
      sizer({ room: ROOM, kind: "tpot", requestsInFlight, limits: { tpot }, truth: { feasible: false } });
    expect(ask(3, 0.0301)).toMatchObject({ gpus: 1, gpusPerReplica: 1, replicas: 1, split: { tensor: 1 } });
    expect(ask(30, 0.0301)).toMatchObject({ gpus: 6, gpusPerReplica: 2, replicas: 3, split: { tensor: 2 } });
    expect(ask(3, 0.006)).toMatchObject({ gpus: 4, gpusPerReplica: 2, replicas: 2 });
    expect(ask(3, 0.002)).toEqual({ status: "infeasible" });
  });
});
