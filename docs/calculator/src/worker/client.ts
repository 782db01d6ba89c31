import type { Order, Outcome, Report, Work, Works } from "./protocol.js";

/** A worker that answers. */
export interface Clerk {
  /** Asks for one work; progress is told as it comes. */
  readonly ask: <Of extends Work>(
    work: Of,
    asked: Works[Of]["asked"],
    onProgress?: (share: number, part: unknown) => void,
  ) => Promise<Outcome<Works[Of]["answer"]>>;
  /** Ends whatever it is at; the next order starts it anew. A worker that does nothing stays. */
  readonly stop: () => void;
}

interface Pending {
  readonly settle: (outcome: Outcome<never>) => void;
  readonly onProgress: (share: number, part: unknown) => void;
}

/**
 * A worker of its own thread, started by the first order.
 *
 * @param name - shown by the browser's tools.
 * @returns what asks it.
 */
export function clerk(name: string): Clerk {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let orders = 0;

  const settleAll = (outcome: Outcome<never>): void => {
    const all = [...pending.values()];
    pending.clear();
    for (const { settle } of all) settle(outcome);
  };
  const stop = (): void => {
    if (pending.size === 0) return;
    worker?.terminate();
    worker = null;
    settleAll({ kind: "dropped" });
  };
  const started = (): Worker => {
    const begun = new Worker(new URL("./main.ts", import.meta.url), { type: "module", name });
    begun.addEventListener("message", ({ data }: MessageEvent<Report>) => {
      const order = pending.get(data.id);
      if (data.kind === "progress") order?.onProgress(data.share, data.part);
      else {
        pending.delete(data.id);
        order?.settle(data as Outcome<never>);
      }
    });
    begun.addEventListener("error", ({ message }) => {
      worker = null;
      settleAll({ kind: "failed", message });
    });
    return begun;
  };
  return {
    stop,
    ask: (work, asked, onProgress = () => undefined) =>
      new Promise((settle) => {
        orders += 1;
        pending.set(orders, { settle, onProgress });
        try {
          worker ??= started();
          worker.postMessage({ id: orders, work, asked } satisfies Order);
        } catch (error) {
          settleAll({ kind: "failed", message: String(error) });
        }
      }),
  };
}
