/**
 * Which replica a request goes to: any, the next in turn, or the one with the fewest requests that are not answered yet.
 */
export type Routing = "random" | "round-robin" | "least-loaded";

/** All of them. */
export const ROUTINGS: readonly Routing[] = ["random", "round-robin", "least-loaded"];
