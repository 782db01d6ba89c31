import { estimateGpus, InfrascaleError, type EstimateRequest } from "infrascale";
import { FIELDS, optionsOf } from "../scenario/fields.js";
import type { Question } from "../scenario/question.js";
import { requestOf } from "./named.js";
import type { FormatField, Refusal, RefusedFormats } from "./protocol.js";
import { refusalOf } from "./refusal.js";

/**
 * Formats that the model, the GPU and the engine of a question refuse, each by itself, and why.
 *
 * @param question - its own formats do not count.
 * @returns the library's refusals, by field and format.
 */
export async function refusedFormats(question: Question): Promise<RefusedFormats> {
  const request = await requestOf(question);
  return { weights: refusedOf(request, "weights"), kvCache: refusedOf(request, "kvCache") };
}

function refusedOf(request: EstimateRequest, field: FormatField): RefusedFormats[FormatField] {
  const refusals = optionsOf(field)
    .filter((format) => format !== FIELDS[field].start)
    .map(
      (format) => [format, refusalAt({ ...request, precision: { [field]: format } }, `precision.${field}`)] as const,
    );
  return Object.fromEntries(refusals.flatMap(([format, refusal]) => (refusal === null ? [] : [[format, refusal]])));
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
