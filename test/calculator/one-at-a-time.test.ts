import { expect, test } from "vitest";
import { oneAtATime } from "../../docs/calculator/src/worker/one-at-a-time.js";
import type { Outcome } from "../../docs/calculator/src/worker/protocol.js";

test("one order at a time: the newest waits, those between are dropped, answers keep their order", async () => {
  const begun: string[] = [];
  const release: (() => void)[] = [];
  const ask = oneAtATime(
    (asked: string) =>
      new Promise<Outcome<string>>((settle) => {
        begun.push(asked);
        release.push(() => settle({ kind: "done", answer: asked }));
      }),
  );
  const [first, second, third] = [ask("1"), ask("2"), ask("3")];
  expect(begun).toEqual(["1"]);
  expect(await second).toEqual({ kind: "dropped" });
  release[0]?.();
  expect(await first).toEqual({ kind: "done", answer: "1" });
  expect(begun).toEqual(["1", "3"]);
  release[1]?.();
  expect(await third).toEqual({ kind: "done", answer: "3" });
  void ask("4");
  expect(begun).toEqual(["1", "3", "4"]);
});

test("an order that takes too long is given up for the newest that waits", async () => {
  const begun: string[] = [];
  let drop: (() => void) | undefined;
  const ask = oneAtATime(
    (asked: string) =>
      new Promise<Outcome<string>>((settle) => {
        begun.push(asked);
        if (asked === "slow") drop = () => settle({ kind: "dropped" });
        else settle({ kind: "done", answer: asked });
      }),
    { patienceMs: 1, giveUp: () => drop?.() },
  );
  const [slow, between, newest] = [ask("slow"), ask("between"), ask("newest")];
  expect(await Promise.all([slow, between, newest])).toEqual([
    { kind: "dropped" },
    { kind: "dropped" },
    { kind: "done", answer: "newest" },
  ]);
  expect(begun).toEqual(["slow", "newest"]);
});
