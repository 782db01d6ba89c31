import fc from "fast-check";
import { expect, test } from "vitest";
import type { Lane } from "../../src/simulate/lane.js";
import { putFirst, putLast, takeFirst } from "../../src/simulate/lane-queue.js";
import { NONE, requestColumns, STATE } from "../../src/simulate/requests.js";

test("a queue holds what was put into it in order, read from either end", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("first", "last", "take"), { maxLength: 30 }), (actions) => {
      const requests = requestColumns(actions.length);
      const lane = { firstWaiting: NONE, lastWaiting: NONE, waiting: 0, known: 0 } as Lane;
      const expected: number[] = [];
      let known = 0;
      actions.forEach((action, request) => {
        if (action === "first") {
          putFirst(lane, requests, request);
          expected.unshift(request);
          known += 1;
        } else if (action === "last") {
          putLast(lane, requests, request);
          expected.push(request);
        } else if (expected.length > 0) {
          expect(takeFirst(lane, requests)).toBe(expected.shift());
          known -= 1;
        }
        const walk = (from: number, links: Int32Array): readonly number[] => {
          const found: number[] = [];
          for (let at = from; at !== NONE && found.length <= actions.length; at = links[at] ?? NONE) found.push(at);
          return found;
        };
        expect(walk(lane.firstWaiting, requests.next)).toEqual(expected);
        expect(walk(lane.lastWaiting, requests.previous)).toEqual(expected.toReversed());
        expect([lane.waiting, lane.known]).toEqual([expected.length, known]);
        for (const waiting of expected) expect(requests.state[waiting]).toBe(STATE.waiting);
      });
    }),
  );
});
