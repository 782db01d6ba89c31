import { readFileSync, writeFileSync } from "node:fs";

/** Writes tables between the markers of a page that have their names. */
export function writeTables(page: URL, tables: Readonly<Record<string, string>>): void {
  let text = readFileSync(page, "utf8");
  for (const [name, table] of Object.entries(tables))
    text = text.replace(between(name), (_, start: string, __, end: string) => `${start}${table}\n${end}`);
  writeFileSync(page, text);
}

/** What stands between the markers of a name; nothing where a page has none. */
export const tableIn = (page: URL, name: string): string =>
  (between(name).exec(readFileSync(page, "utf8"))?.[2] ?? "").trim();

const between = (name: string): RegExp => new RegExp(`(<!-- ${name} -->\\n)([^]*?)(<!-- /${name} -->)`);
