import { estimateGpus, InfrascaleError, type EstimateRequest } from "infrascale";
import { requestOf } from "./named.js";
import type { FormatField, FormatsQuestion, Refusal, RefusedFormats } from "./protocol.js";
import { refusalOf } from "./refusal.js";

/**
 * Formats that the model, the GPU and the engine of a question refuse, each by itself, and why.
 *
 * @param formatsQuestion - the question, whose own formats do not count, and the formats.
 * @returns the library's refusals, by field and format.
 */
export async function refusedFormats({ question, formats }: FormatsQuestion): Promise<RefusedFormats> {
  const request = await requestOf(question);
  const refusedOf = (field: FormatField): RefusedFormats[FormatField] =>
    Object.fromEntries(
      formats[field].flatMap((format) => {
        const refusal = refusalAt({ ...request, precision: { [field]: format } }, `precision.${field}`);
        return refusal === null ? [] : [[format, refusal]];
      }),
    );
  return { weights: refusedOf("weights"), kvCache: refusedOf("kvCache") };
}

/** Without targets a request is refused at them, once what is to be served was checked, and before anything is worked out. */
const CHECKED_ALONE = { targets: {} };

/** Why the library refuses a field of a request; null where it takes it, or refuses another one first. */
function refusalAt(request: EstimateRequest, path: string): Refusal | null {
  try {
    estimateGpus({ ...request, ...CHECKED_ALONE });
  } catch (error) {
    if (!(error instanceof InfrascaleError)) throw error;
    return error.field === path ? refusalOf(error) : null;
  }
  return null;
}
