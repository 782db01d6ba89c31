import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Plugin } from "esbuild";
import { columnsOf } from "./columns.js";

/** What says where a figure comes from and how well a law fits: in the published files, read by no code. */
const REMARKS = new Set([
  "provenance",
  "source",
  "utilizationSource",
  "batchSource",
  "answerShareSource",
  "rows",
  "medianErrorPercent",
]);

/** Lists of entries of much the same fields; they take as many bytes less as they take time to be put together. */
const IN_COLUMNS = /(?:gpus|models)\.json$/;

/**
 * Stores the catalogs that a bundle holds without remarks, as a text of JSON, which JavaScript reads faster than the same literal; the
 * long lists in columns, which compress better. `infrascale/catalogs/*.json` are the files as they are.
 *
 * @returns a plugin for esbuild.
 */
export const compactCatalogs = (): Plugin => ({
  name: "compact-catalogs",
  setup(build) {
    build.onLoad({ filter: /catalogs\/[\w-]+\.json$/ }, ({ path }) => {
      const table = withoutRemarks(readFileSync(path, "utf8"));
      if (!IN_COLUMNS.test(path)) return { contents: `export default ${parsed(table)};`, loader: "js" };
      const rows = 'import { rowsOfColumns } from "../src/internal/rows-of-columns.js";';
      return {
        contents: `${rows} export default /* @__PURE__ */ rowsOfColumns(${parsed(columnsOf(table as never))});`,
        loader: "js",
        resolveDir: dirname(path),
      };
    });
  },
});

const parsed = (table: unknown): string => `/* @__PURE__ */ JSON.parse(${JSON.stringify(JSON.stringify(table))})`;

/** A table without its remarks, at any depth. */
const withoutRemarks = (table: string): unknown =>
  JSON.parse(table, (key, value: unknown) => (REMARKS.has(key) ? undefined : value));
