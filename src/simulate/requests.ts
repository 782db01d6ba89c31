/** The times of a request that has not come so far. */
export const NOT_YET = -1;

/** No request. */
export const NONE = -1;

/** Where a request is. */
export const STATE = { coming: 0, waiting: 1, reading: 2, delayed: 3, decoding: 4, finished: 5, rejected: 6 } as const;

/** All requests of a run, column by column; times are {@link NOT_YET} until they come. */
export interface Requests {
  readonly count: number;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cachedTokens: Float64Array;
  readonly arrivalSeconds: Float64Array;
  /** When a slot was first taken. */
  readonly slotSeconds: Float64Array;
  readonly firstTokenSeconds: Float64Array;
  readonly finishSeconds: Float64Array;
  readonly state: Uint8Array;
  /** Tokens written when it last took a slot, or began to decode in it. */
  readonly written: Float64Array;
  /** Tokens of the prompt, and of what was written before a preemption, that are still to be read. */
  readonly unread: Float64Array;
  /** Steps of the replica when it began to decode. */
  readonly entered: Float64Array;
  /** Of a request that decodes: steps of its replica at which it ends; of a delayed one: when it goes on, seconds. */
  readonly due: Float64Array;
  /** Neighbours in the queue, or among those in slots, by order of admission. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
}

/** Room for requests; lengths and arrivals are filled in by traffic. */
export function requestColumns(count: number): Requests {
  const times = (): Float64Array => new Float64Array(count).fill(NOT_YET);
  return {
    count,
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    cachedTokens: new Float64Array(count),
    arrivalSeconds: times(),
    slotSeconds: times(),
    firstTokenSeconds: times(),
    finishSeconds: times(),
    state: new Uint8Array(count),
    written: new Float64Array(count),
    unread: new Float64Array(count),
    entered: new Float64Array(count),
    due: new Float64Array(count),
    next: new Int32Array(count).fill(NONE),
    previous: new Int32Array(count).fill(NONE),
  };
}
