import type { InstanceFamily } from "../../src/catalog/instance.js";
import type { Row } from "../../src/measurements/csv.js";

/** Machines whose GPU is another edition than the facts have it: AWS's and Google's pages name the Server Edition, Azure's name does. */
const SERVER_EDITION = /^(?:g7e\.|g4-standard-|NC.*BSE)/;

/** GPUs of machines that the catalog lacks, by the facts' note. */
const LACKING = /^Scaleway (.*): not in the catalog$/;

/**
 * Machines by GPU and source, from a list of names.
 *
 * @param rows - of `aliases.csv`; those of other kinds are passed over.
 * @returns families, in the order of the list. Azure's names are without `Standard_`, which a look-up forgives.
 */
export function reshapeInstances(rows: readonly Row[]): readonly InstanceFamily[] {
  const families = new Map<
    string,
    { readonly gpu: string; readonly source: string; readonly names: Record<string, number | null> }
  >();
  for (const { name = "", kind, catalog_id = "", gpus = "", note = "" } of rows) {
    if (kind !== "instance" || name.startsWith("Standard_")) continue;
    const lacking = LACKING.exec(note)?.[1];
    const gpu = lacking ?? (SERVER_EDITION.test(name) ? "rtx-pro-6000-blackwell-server" : catalog_id);
    const source = lacking === undefined ? note : "Scaleway, recalled";
    const key = `${gpu}|${source}`;
    const family = families.get(key) ?? { gpu, source, names: {} };
    family.names[name] = gpus === "" ? null : Number(gpus);
    families.set(key, family);
  }
  return [...families.values()];
}
