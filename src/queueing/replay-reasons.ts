/** Of arrivals that vary more than independent ones. */
export const BURSTS = "requests come in bursts: waits and first tokens by formula may be several times too short";

const READING = "reading prompts takes most of the time, and few requests wait: waits by formula may be several times too short";

/**
 * Where reading takes more than this share of the time and a share of the requests between these two waits, waits by formula
 * are down to a seventh of those of the simulation (docs/waiting.md); elsewhere within a factor of two where they exceed a
 * hundredth of the residence.
 */
const MUCH_READING = 0.6;
const SOME_WAIT = 0.001;
const MANY_WAIT = 0.25;

/** Why waits are rough where so much of the time is spent reading and such a share of the requests waits. */
export const readingReasons = (readingShare: number, waitProbability: number): readonly string[] =>
  readingShare > MUCH_READING && waitProbability > SOME_WAIT && waitProbability < MANY_WAIT ? [READING] : [];
