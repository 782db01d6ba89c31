/** Streams of random numbers, one for each purpose: more of one draws nothing from another. */
export const STREAM = { arrivals: 0, input: 1, output: 2, routing: 3, thinking: 4 } as const;
