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
