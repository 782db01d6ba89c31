import { InfrascaleError } from "../../src/errors.js";

/** Code and field of the error that a call leads to; "accepted" where it returns. */
export function refusal(call: () => unknown): string {
  try {
    call();
    return "accepted";
  } catch (error) {
    return error instanceof InfrascaleError ? `${error.code} ${error.field}` : String(error);
  }
}

/** The error itself. */
export function thrown(call: () => unknown): InfrascaleError {
  try {
    call();
  } catch (error) {
    if (error instanceof InfrascaleError) return error;
    throw error;
  }
  throw new Error("nothing thrown");
}
