import fc from "fast-check";
import { expect, it } from "vitest";
import { eventQueue, firstNumber, firstTime, popEvent, pushEvent } from "../../src/internal/event-queue.js";

it("gives numbers back in the order of their times, of equal times the smaller number first", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 99 }))), (events) => {
      const queue = eventQueue(1);
      for (const [time, number] of events) pushEvent(queue, time, number);
      const sorted = events.toSorted(
        ([time, number], [otherTime, otherNumber]) => time - otherTime || number - otherNumber,
      );
      for (const [time, number] of sorted) {
        expect([firstTime(queue), firstNumber(queue)]).toEqual([time, number]);
        expect(popEvent(queue)).toBe(number);
      }
      expect(firstTime(queue)).toBe(Infinity);
    }),
  );
});
