/** The page that holds the tables. */
export const CLASSIC_PAGE = new URL("../../../docs/classic-calibration.md", import.meta.url);

const BEGIN = "<!-- npm run calibrate:classic -- --docs -->";
const END = "<!-- end -->";

/** A page with other tables between its marks. */
export function withTables(page: string, tables: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no marks ${BEGIN} and ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${page.slice(end)}`;
}
