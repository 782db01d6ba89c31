/** Draws docs/architecture/imports.svg and writes the table of docs/architecture.md from the imports of src: `npx tsx scripts/architecture.ts`. */
import { writeFileSync } from "node:fs";
import { partImports, withoutDetours } from "./architecture/imports.js";
import { picture } from "./architecture/picture.js";
import { partsTable } from "./architecture/table.js";
import { writeTables } from "./tables-in-docs.js";

const imports = withoutDetours(partImports("src"));
writeFileSync("docs/architecture/imports.svg", await picture(imports));
writeTables(new URL("../docs/architecture.md", import.meta.url), { parts: partsTable(imports) });
