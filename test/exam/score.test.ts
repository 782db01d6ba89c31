import { describe, expect, test } from "vitest";
import type { Answer } from "../../scripts/exam/ask.js";
import { scoreOf, type Asked } from "../../scripts/exam/score.js";
import { scoreTable } from "../../scripts/exam/table.js";
import { near, roomByHand } from "./rooms-by-hand.js";

const [a, b] = [roomByHand([], "a"), roomByHand([], "b")];
const asked = (
  room: typeof a,
  fewest: number | null,
  said: number | "infeasible" | "refused",
  verdict: "met" | "missed" | "unknown" = "met",
  excess = 1,
): Asked => {
  const bought = { gpusPerReplica: 1, replicas: Number(said), gpus: Number(said) };
  const answer: Answer =
    said === "infeasible"
      ? { status: said }
      : said === "refused"
        ? { status: said, code: "out-of-range" }
        : { status: "feasible", ...bought, split: null, atOnce: 1, times: null };
  const times = { tpot: 1, ttft: 1, request: 1 };
  return {
    scenario: {
      room,
      kind: "tpot",
      requestsInFlight: 1,
      limits: {},
      truth:
        fewest === null
          ? { feasible: false }
          : { feasible: true, gpus: fewest, gpusPerReplica: 1, replicas: fewest, load: 1 },
    },
    answer,
    verdict: answer.status === "feasible" ? { verdict, excess, worst: "tpot", times } : null,
  };
};

const LIST = [
  asked(a, 2, 2),
  asked(a, 2, 4),
  asked(a, 4, 3, "missed", 1.04),
  asked(a, 4, 2, "missed", 1.5),
  asked(b, 3, "infeasible"),
  asked(b, 3, 3, "unknown"),
  asked(b, 3, "refused"),
  asked(b, null, 5),
  asked(b, null, "infeasible"),
];

describe("a score", () => {
  test("of a list by hand", () => {
    expect(scoreOf(LIST)).toEqual({
      // Two met, two missed, one held to be infeasible, one unjudged.
      n: 6,
      groups: 2,
      "met %": 40,
      // Two of four, and none of one.
      "by groups": 25,
      "of bought": 50,
      "within 5 %": 60,
      // GPUs over the fewest: 1, 2, 0.75, 0.5, 1.
      "exact %": 40,
      "fewer %": 40,
      "more %": 20,
      "x median": 1,
      "x p90": near(1.6),
      "x sum": 14 / 15,
      "miss p50": 1.27,
      unjudged: 1,
      "said no": 1,
      refused: 1,
      impossible: 2,
      "said yes": 1,
    });
  });

  test("of nothing is no number, and a dash in the table", () => {
    expect(scoreOf([])).toMatchObject({ n: 0, "met %": Number.NaN, "x sum": Number.NaN });
    expect(scoreTable("sizer", [["nobody", []]]).split("\n")[2]).toMatch(/^\| nobody \| +0 \| +0 \| +- \|/);
  });

  test("has two digits for ratios, one for shares, none for counts", () => {
    expect(
      scoreTable("sizer", [["one", LIST]])
        .split("\n")[2]
        ?.split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    ).toEqual([
      "one",
      "6",
      "2",
      "40.0",
      "25.0",
      "50.0",
      "60.0",
      "40.0",
      "40.0",
      "20.0",
      "1.00",
      "1.60",
      "0.93",
      "1.27",
      "1",
      "1",
      "1",
      "2",
      "1",
    ]);
  });
});
