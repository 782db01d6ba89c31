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
