import { signal } from "@preact/signals";
import type { Answer } from "../../worker/protocol.js";
import type { ComparedGpu } from "../../worker/compared.js";

/** The last comparison, for the report; of which answer it is says whether it still holds. */
export const comparedGpus = signal<{ readonly answer: Answer; readonly rows: readonly ComparedGpu[] } | null>(null);
