/** A thousand times the longest context that a model has been made for, tokens. */
export const MOST_TOKENS = 1e10;

/** As good as all: a prompt has at least one token that is new. */
export const MOST_CACHED = 0.9999;

/** Standard deviation over mean, far beyond any traffic: the burstiest published trace has 13 (Azure code completion, 2023), the widest lengths 6 (ServeGen, small model). */
export const MOST_VARIATION = 100;

/** A deployment has to hold requests as long as this share of prompts and of answers. */
export const LONGEST_SHARE = 0.99;

/** A hundred requests at once for everybody on Earth. */
export const MOST_REQUESTS = 1e12;

/** Requests that are simulated or read one by one: their columns take about 2 GB. */
export const MOST_TRACED = 2e7;

/** Longest time to think, seconds: some four months. */
export const MOST_THINKING_SECONDS = 1e7;

/** Rounds of a load test that nobody ends. */
export const MOST_ROUNDS = 1e10;
