import type { Plugin, Rolldown } from "vite";
import { licencesOf } from "../build/licences.js";

/**
 * Puts the licences of all packages that a page holds beside it, those of its workers included.
 *
 * @param fileName - of the text, in the folder of the page.
 * @returns a plugin for the page, and one for its workers, which are built before it.
 */
export function bundledLicences(fileName: string): { readonly page: Plugin; readonly worker: Plugin } {
  const files = new Set<string>();
  const collect = (bundle: Rolldown.OutputBundle): void => {
    for (const chunk of Object.values(bundle))
      if (chunk.type === "chunk") for (const file of Object.keys(chunk.modules)) files.add(file);
  };
  return {
    worker: { name: "licences of workers", generateBundle: (_, bundle) => collect(bundle) },
    page: {
      name: "licences of the page",
      generateBundle(_, bundle) {
        collect(bundle);
        this.emitFile({ type: "asset", fileName, source: licencesOf([...files]) });
      },
    },
  };
}
