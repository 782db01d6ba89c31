import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What a browser fetches of the calculator, compressed as hosts do. */
export interface Weights {
  /** Before the form is there: the page with its script and its styles. */
  readonly firstPaintBytes: number;
  /** All of it: workers, catalogs and charts as well. */
  readonly allBytes: number;
  /** Files in all, each of them one request. */
  readonly files: number;
}

/** Weighs the calculator of a built site. */
export function weigh(folder: string): Weights {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const assets = readdirSync(join(folder, "assets")).filter((file) => !file.endsWith(".map"));
  const first = assets.filter((file) => html.includes(`assets/${file}`));
  const bytes = (files: readonly string[]): number =>
    compressedBytes(folder, ["index.html", ...files.map((file) => join("assets", file))]);
  return { firstPaintBytes: bytes(first), allBytes: bytes(assets), files: 1 + assets.length };
}

/** What a host sends for some files of a folder. */
export const compressedBytes = (folder: string, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
