/** Servers that are filled alike. */
export interface Run {
  /** Replicas on each, by kind. */
  readonly fill: readonly number[];
  /** How many servers. */
  readonly servers: number;
}

/** Servers for all replicas. */
export interface Filling {
  readonly runs: readonly Run[];
  /** True when it is known that no fewer do. */
  readonly isFewest: boolean;
}

/** More servers than these are filled largest first. */
const MOST_SEARCHED = 64;

/** Servers that a search fills before it gives up. */
const MOST_TRIED = 100_000;

/**
 * Fills servers with replicas of several sizes: largest first; where that takes more than their GPUs would fill, every way for a few servers.
 *
 * @param sizes - GPUs of a replica by kind, the largest first, none larger than a server.
 * @param counts - replicas by kind.
 * @param room - GPUs of a server.
 * @returns servers, alike ones together.
 */
export function fillServers(sizes: readonly number[], counts: readonly number[], room: number): Filling {
  const runs = largestFirst(sizes, counts, room);
  const servers = runs.reduce((sum, run) => sum + run.servers, 0);
  const fewest = Math.ceil(gpusOf(sizes, counts) / room);
  if (servers === fewest) return { runs, isFewest: true };
  if (servers > MOST_SEARCHED) return { runs, isFewest: false };
  let tried = 0;

  /** Fills so many servers, one after the other, each with one of the largest replicas that are left. */
  function into(left: readonly number[], most: number): readonly (readonly number[])[] | null {
    const largest = left.findIndex((count) => count > 0);
    if (largest < 0) return [];
    if (gpusOf(sizes, left) > most * room) return null;
    for (const fill of fillsOf(sizes, left, room, largest)) {
      if ((tried += 1) > MOST_TRIED) return null;
      const rest = into(minus(left, fill, 1), most - 1);
      if (rest !== null) return [fill, ...rest];
    }
    return null;
  }

  for (let most = fewest; most < servers; most += 1) {
    const found = into(counts, most);
    if (tried > MOST_TRIED) return { runs, isFewest: false };
    if (found !== null) return { runs: alike(found), isFewest: true };
  }
  return { runs, isFewest: true };
}

const gpusOf = (sizes: readonly number[], counts: readonly number[]): number =>
  sizes.reduce((sum, size, kind) => sum + size * (counts[kind] ?? 0), 0);

const minus = (counts: readonly number[], fill: readonly number[], times: number): readonly number[] =>
  counts.map((count, kind) => count - times * (fill[kind] ?? 0));

/** First fit decreasing: each server takes as many of the largest as fit, then of the next. */
function largestFirst(sizes: readonly number[], counts: readonly number[], room: number): readonly Run[] {
  const runs: Run[] = [];
  for (let left = counts; left.some((count) => count > 0);) {
    let free = room;
    const fill = sizes.map((size, kind) => {
      const taken = Math.min(left[kind] ?? 0, Math.floor(free / size));
      free -= taken * size;
      return taken;
    });
    const servers = Math.min(
      ...left.map((count, kind) => Math.floor(count / (fill[kind] ?? 0))).filter(Number.isFinite),
    );
    runs.push({ fill, servers });
    left = minus(left, fill, servers);
  }
  return runs;
}

/** Every way to fill a server with at least one replica of the largest kind that is left, and no room for one more. */
function* fillsOf(
  sizes: readonly number[],
  left: readonly number[],
  room: number,
  largest: number,
): Generator<readonly number[]> {
  function* from(kind: number, free: number, fill: readonly number[]): Generator<readonly number[]> {
    const size = sizes[kind];
    if (size === undefined) {
      const isFull = sizes.every((other, i) => other > free || (left[i] ?? 0) === (fill[i] ?? 0));
      if (isFull) yield fill;
      return;
    }
    const most = Math.min(left[kind] ?? 0, Math.floor(free / size));
    for (let taken = most; taken >= (kind === largest ? 1 : 0); taken -= 1)
      yield* from(kind + 1, free - taken * size, [...fill, taken]);
  }
  yield* from(0, room, []);
}

function alike(fills: readonly (readonly number[])[]): readonly Run[] {
  const runs = new Map<string, Run>();
  for (const fill of fills) {
    const key = fill.join();
    runs.set(key, { fill, servers: (runs.get(key)?.servers ?? 0) + 1 });
  }
  return [...runs.values()];
}
