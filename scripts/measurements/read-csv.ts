import { readFileSync } from "node:fs";
import { parseCsv, type Row } from "../../src/measurements/csv.js";

/** The rows of a CSV file with a header. */
export const readCsv = (path: string | URL): readonly Row[] => parseCsv(readFileSync(path, "utf8"));
