import { readFileSync, writeFileSync } from "node:fs";

/** Writes tables between the markers of a page that have their names. */
export function writeTables(page: URL, tables: Readonly<Record<string, string>>): void {
  writeFileSync(page, Object.entries(tables).reduce((text, [name, table]) => text.replace(between(name), (_, start: string, end: string) => `${start}${table}${end}`), readFileSync(page, "utf8")));
}

/** What stands between the markers of a name; null when a page has none. */
export const tableIn = (page: URL, name: string): string | null => between(name).exec(readFileSync(page, "utf8"))?.[0].split("\n").slice(1, -1).join("\n") ?? null;

const between = (name: string): RegExp => new RegExp(`(<!-- ${name} -->\\n)[^]*?(\\n?<!-- /${name} -->)`);
