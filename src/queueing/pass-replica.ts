/** A replica whose requests end with the pass that reads them, as queueing takes it: requests that wait when a pass ends are read together in the next. */
export interface PassReplica {
  /** q: requests of mean length that a pass has room for, >= 1. */
  readonly roomRequests: number;
  /** t(b): seconds of a pass that reads so many of them, 1 to q; it never falls with b. */
  readonly passSeconds: (requests: number) => number;
  /** Variance over squared mean of what a prompt adds to a pass. */
  readonly squaredCv: number;
  /** What a prompt adds to a full pass and to its delivery, at each of the lengths that stand for all (length-nodes.ts), seconds. */
  readonly promptSeconds: readonly number[];
  /** From the end of a pass of so many seconds to the client, seconds; below 0 where passes are shorter than the kernels' laws say. */
  readonly deliverySeconds: (passSeconds: number) => number;
}

/** Requests per second of a replica whose passes are all full. */
export const passCapacity = ({ roomRequests, passSeconds }: PassReplica): number =>
  roomRequests / passSeconds(roomRequests);
