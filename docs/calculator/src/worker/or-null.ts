import { InfrascaleError } from "infrascale";

/** An answer; null where the library refuses the question, such as a load that is out of any range. */
export function orNull<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InfrascaleError) return null;
    throw error;
  }
}
