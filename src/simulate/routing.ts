import type { Routing } from "../workload/routing.js";
import type { Fleet } from "./fleet.js";

/** The number of the replica that the next request goes to; of equally loaded ones the first. */
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
  for (const replica of replicas) {
    const load = replica.arrivals - replica.finished - replica.rejected;
    if (load >= fewest) continue;
    fewest = load;
    found = replica.index;
  }
  return found;
}
