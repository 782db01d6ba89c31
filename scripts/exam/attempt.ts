import { InfrascaleError, type ErrorCode } from "../../src/index.js";

/** What the library returned, or the code of its error. */
export type Attempt<Value> =
  { readonly value: Value; readonly code: null } | { readonly value: null; readonly code: ErrorCode };

/** Asks the library; an error that is not its own is a fault of the exam, and goes on. */
export function attempt<Value>(ask: () => Value): Attempt<Value> {
  try {
    return { value: ask(), code: null };
  } catch (error) {
    if (error instanceof InfrascaleError) return { value: null, code: error.code };
    throw error;
  }
}
