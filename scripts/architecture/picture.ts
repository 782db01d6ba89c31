import { instance } from "@viz-js/viz";
import type { PartImports } from "./imports.js";
import { PARTS } from "./parts.js";

/** An SVG of parts, each above those that it imports. The same imports always give the same text. */
export async function picture(imports: PartImports): Promise<string> {
  const graphviz = await instance();
  const svg = graphviz.renderString(
    {
      graphAttributes: { rankdir: "TB", ranksep: 0.3, nodesep: 0.25, bgcolor: "white", pad: 0.2 },
      nodeAttributes: {
        shape: "box",
        style: "rounded",
        fontname: "sans-serif",
        fontsize: 12,
        height: 0.35,
        color: "#555555",
      },
      edgeAttributes: { arrowsize: 0.6, color: "#777777" },
      nodes: inOrder(imports.keys()).map((name) => ({ name })),
      edges: inOrder(imports.keys()).flatMap((tail) =>
        inOrder(imports.get(tail) ?? []).map((head) => ({ tail, head })),
      ),
    },
    { format: "svg" },
  );
  // The prologue names the program's version and date.
  return svg.slice(svg.indexOf("<svg")).replace(/<!--[^]*?-->\n?/g, "");
}

/** Parts in the order of their table, the highest first. */
export function inOrder(parts: Iterable<string>): readonly string[] {
  const order = Object.keys(PARTS);
  return [...parts].sort((a, b) => order.indexOf(b) - order.indexOf(a));
}
