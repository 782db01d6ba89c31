import type { PartImports } from "./imports.js";
import { PARTS } from "./parts.js";
import { inOrder } from "./picture.js";

/** A Markdown table of parts, the highest first: what each knows, and what it stands on. */
export const partsTable = (imports: PartImports): string =>
  [
    "| part | what it knows | stands on |",
    "|---|---|---|",
    ...inOrder(imports.keys()).map(
      (part) => `| \`${part}\` | ${PARTS[part] ?? ""} | ${inOrder(imports.get(part) ?? []).join(", ") || "nothing"} |`,
    ),
  ].join("\n");
