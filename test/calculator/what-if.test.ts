import { beforeAll, describe, expect, test } from "vitest";
import { estimateGpus } from "infrascale";
import { en } from "../../docs/calculator/src/language/en.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { loadLibraryWords } from "../../docs/calculator/src/language/say-library.js";
import { START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { movesOf, textsOf, type Move } from "../../docs/calculator/src/study/what-if/moves.js";
import { inputAmount, inputName } from "../../docs/calculator/src/study/what-if/say-input.js";
import { thresholds, whatIf } from "../../docs/calculator/src/worker/what-if.js";
import type { Moved } from "../../docs/calculator/src/worker/protocol.js";
import { askedWith, SMALL as FAST } from "./questions.js";

/** Predictions as they are: a change is tried in milliseconds. */
const SMALL = { ...FAST, confidence: "expected" };

const inputs: Inputs = { ...START.inputs, ...SMALL };
let found: Moved;
const told: number[] = [];
beforeAll(async () => {
  await loadLibraryWords();
  found = await whatIf(askedWith(SMALL), (share) => told.push(share));
});

test("the worker tells how far it is", () => {
  expect(told.length).toBeGreaterThan(5);
  expect(told).toEqual([...told].sort((one, other) => one - other));
  expect(told.at(-1)).toBe(1);
});

const move = (input: string, share: number | null, saves: number | null): Move => ({
  input,
  unit: "",
  from: 1,
  to: 1 + (share ?? 0),
  share,
  gpus: saves === null ? null : 8 - saves,
  saves,
  confidence: 0.9,
  refused: null,
});

describe("moves", () => {
  test("are parted by what becomes of them, the most saved first, the dearest last", () => {
    const moves = [
      move("a", 0.1, -2),
      move("b", -0.1, 2),
      move("c", null, 4),
      move("d", null, 0),
      move("e", null, null),
      move("f", 0.1, -4),
    ];
    const { saving, costing, same, impossible } = movesOf(moves);
    expect([saving, costing, same, impossible].map((group) => group.map(({ input }) => input).join(""))).toEqual([
      "cb",
      "af",
      "d",
      "e",
    ]);
  });

  test("leave out what a smaller change of the same input saves as well", () => {
    const moves = [move("a", -0.5, 2), move("a", -0.25, 2), move("a", 0.25, 2), move("a", -0.1, 0)];
    expect(movesOf(moves).saving.map(({ share }) => share)).toEqual([-0.25, 0.25]);
  });

  test("that are taken ask what the library tried", () => {
    const { saving, costing } = movesOf(found);
    const taken = [...saving, ...costing].flatMap((one) => {
      const texts = textsOf(one, inputs, ".");
      return texts === null ? [] : [{ one, texts }];
    });
    expect(taken.length).toBeGreaterThan(3);
    for (const { one, texts } of taken) {
      const { request, options } = askedWith({ ...SMALL, ...texts });
      const estimate = estimateGpus(request, options);
      expect([one.input, estimate.status === "feasible" && estimate.gpus]).toEqual([one.input, one.gpus]);
    }
  });

  test("are said in the words of the form, in either language", () => {
    for (const say of [en, fr])
      for (const { input, to } of found) {
        expect(inputName(say, input, inputs)).not.toBe(input);
        expect(inputAmount(say, input, to, inputs)).not.toMatch(/undefined|NaN|published/);
      }
    expect(inputAmount(en, "targets.tpot.p95", 0.0625, inputs)).toMatch(/^62\.5\sms$/);
    expect(inputAmount(fr, "precision.weights", "fp8", inputs)).toBe("FP8");
    expect(inputName(en, "workload.concurrentUsers", inputs)).toBe("People at the same time");
  });
});

test("as far as a figure may move it takes the same GPUs, and one step beyond others", async () => {
  const [users] = await thresholds(askedWith(SMALL), () => undefined);
  const gpusFor = (amount: number): number | null => {
    const { request, options } = askedWith({ ...SMALL, amount: String(amount) });
    const estimate = estimateGpus(request, options);
    return estimate.status === "feasible" ? estimate.gpus : null;
  };
  expect(users?.input).toBe("workload.concurrentUsers");
  expect(gpusFor(users?.until ?? 0)).toBe(users?.gpus);
  expect(gpusFor((users?.until ?? 0) + 1)).toBe(users?.beyond);
});
