/** Writes the headline of docs/start.md from the table of docs/purchases.md: `npx tsx scripts/site/start-page.ts`. */
import { tableIn, writeTables } from "../tables-in-docs.js";
import { headline } from "./headline.js";

const page = (name: string): URL => new URL(`../../docs/${name}.md`, import.meta.url);

writeTables(page("start"), { headline: headline(tableIn(page("purchases"), "purchases")) });
