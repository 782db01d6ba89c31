/** The times of a request that has not come so far. */
export const NOT_YET = -1;

/** No request, or no prefix. */
export const NONE = -1;

/** Where a request is. */
export const STATE = { coming: 0, waiting: 1, prefill: 2, decoding: 3, finished: 4, rejected: 5 } as const;

/** All requests of a run, column by column; times are {@link NOT_YET} until they come. */
export interface Requests {
  readonly count: number;
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  /** Longest output that the engine has to reckon with. */
  readonly maxOutputTokens: Float64Array;
  /** Tokens of the prompt, the shared ones aside, that the prefix cache holds if it still has them. */
  readonly cachedTokens: Float64Array;
  /** Tokens at the start of the prompt that requests with the same prefix share, and which prefix. */
  readonly sharedTokens: Float64Array;
  readonly prefix: Int32Array;
  /** Of a request that follows another: whose blocks its cached tokens are. */
  readonly session: Float64Array;
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
  /** Seconds of the steps that read it. */
  readonly prefillSeconds: Float64Array;
  /** From a token in the engine to its client, seconds; below 0 where prompts are read faster than the steps say. */
  readonly deliverySeconds: Float64Array;
  /** Blocks that it holds while its prompt is read. */
  readonly heldBlocks: Float64Array;
  /** Steps of the lane when it began to decode. */
  readonly entered: Float64Array;
  /** Of a request that decodes: steps of its lane at which it ends. */
  readonly due: Float64Array;
  /** Neighbours in the queue, or among those in slots, by order of admission. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
}

/** Room for requests; lengths and arrivals are filled in by traffic. */
export function requestColumns(count: number): Requests {
  const numbers = (): Float64Array => new Float64Array(count);
  const times = (): Float64Array => numbers().fill(NOT_YET);
  const links = (): Int32Array => new Int32Array(count).fill(NONE);
  return {
    count,
    inputTokens: numbers(),
    outputTokens: numbers(),
    maxOutputTokens: numbers(),
    cachedTokens: numbers(),
    sharedTokens: numbers(),
    prefix: links(),
    session: numbers().fill(NONE),
    arrivalSeconds: times(),
    slotSeconds: times(),
    firstTokenSeconds: times(),
    finishSeconds: times(),
    state: new Uint8Array(count),
    written: numbers(),
    unread: numbers(),
    prefillSeconds: numbers(),
    deliverySeconds: numbers(),
    heldBlocks: numbers(),
    entered: numbers(),
    due: numbers(),
    next: links(),
    previous: links(),
  };
}
