import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { instances } from "../../../src/catalog/catalog-data.js";
import { isNameRefused } from "../../../src/catalog/names/name-refusal.js";
import { resolveGpuName } from "../../../src/catalog/names/resolve-gpu-name.js";
import { resolveModelName } from "../../../src/catalog/names/resolve-model-name.js";
import { gpus, models } from "../../../src/index.js";
import { parseCsv, type Row } from "../../../src/measurements/csv.js";

const file = new URL("../../../../shared/catalog/aliases.csv", import.meta.url);
const isAbsent = !existsSync(file);
if (isAbsent) console.log("skipped: the gathered names are not beside this checkout");

const rows: readonly Row[] = isAbsent ? [] : parseCsv(readFileSync(file, "utf8"));

/** What the list takes for the Workstation Edition and the vendors' own pages call the Server Edition. */
const SERVER_EDITION = /RTXPRO6000S|Server Edition|server-6000|^g7e\.|^g4-standard|RTXPRO6000BSE/;

/** Entry that a name of the list stands for, with the GPUs of a machine; why there is none. */
function found({ name = "", kind }: Row): string {
  if (kind === "model") {
    const model = resolveModelName(name, models);
    return isNameRefused(model) ? `refused: ${model.refusal}` : model.entry.id;
  }
  const gpu = resolveGpuName(name, gpus, instances);
  return isNameRefused(gpu)
    ? `refused: ${gpu.refusal}`
    : `${gpu.gpu.id}${kind === "instance" ? ` x ${gpu.gpus ?? ""}` : ""}`;
}

function wanted({ name = "", kind, catalog_id: id = "", gpus: count = "" }: Row): string {
  const gpu = kind !== "model" && SERVER_EDITION.test(name) ? "rtx-pro-6000-blackwell-server" : id;
  return kind === "instance" ? `${gpu} x ${count}` : gpu;
}

describe.skipIf(isAbsent)("the names that were gathered (skipped where they are not beside this checkout)", () => {
  test("stand for their entries, all of them", () => {
    const known = rows.filter(({ catalog_id: id }) => id !== "");
    const wrong = known
      .filter((row) => found(row) !== wanted(row))
      .map((row) => `${row["name"] ?? ""}: ${found(row)}, not ${wanted(row)}`);
    console.log(`${known.length - wrong.length} of ${known.length} names stand for their entries`);
    expect(wrong).toEqual([]);
  });

  test("or are refused, by the reason that the list gives", () => {
    const reason = (note: string): RegExp =>
      note.endsWith("?")
        ? /ambiguous/
        : /no catalog entry|not in the catalog/.test(note)
          ? /unknown|not-in-catalog|no-public-config/
          : /no-public-config/;
    const unknown = rows.filter(({ catalog_id: id }) => id === "");
    const wrong = unknown
      .filter((row) => !reason(row["note"] ?? "").test(found(row)))
      .map((row) => `${row["name"] ?? ""}: ${found(row)}; ${row["note"] ?? ""}`);
    console.log(`${unknown.length - wrong.length} of ${unknown.length} others are refused`);
    expect(wrong).toEqual([]);
  });

  test("state the format that the list gives", () => {
    const formats: Readonly<Record<string, string>> = { mxfp4: "fp4", "int2/4/8": "int4" };
    const stated = rows.filter(
      ({ kind, catalog_id: id, precision = "" }) => kind === "model" && id !== "" && precision !== "",
    );
    const wrong = stated.flatMap(({ name = "", precision = "" }) => {
      const model = resolveModelName(name, models);
      const weights = isNameRefused(model) ? "refused" : model.model.checkpoint.weights;
      return weights === (formats[precision] ?? precision) ? [] : [`${name}: ${weights}, not ${precision}`];
    });
    expect(wrong).toEqual([]);
  });
});
