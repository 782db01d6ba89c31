import type { Fleet } from "./replica.js";

/** Which replica gets a request: each in turn, any, or the one with fewest requests waiting and running (the first of equals). */
export type Routing = "round-robin" | "random" | "least-loaded";

/** All of them. */
export const ROUTINGS = ["round-robin", "random", "least-loaded"] as const;

/** The number of the replica that the next request goes to. */
export function router(routing: Routing, uniform: () => number): (fleet: Fleet) => number {
  switch (routing) {
    case "round-robin":
      return ({ arrived, replicas }) => arrived % replicas.length;
    case "random":
      return ({ replicas }) => Math.floor(uniform() * replicas.length);
    case "least-loaded":
      return leastLoaded;
  }
}

function leastLoaded({ replicas }: Fleet): number {
  let fewest = Infinity;
  let found = 0;
  for (const { index, running, waiting } of replicas) {
    if (running + waiting >= fewest) continue;
    fewest = running + waiting;
    found = index;
  }
  return found;
}
