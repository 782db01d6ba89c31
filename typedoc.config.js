import markdownItMath from "markdown-it-math/temml";

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "infrascale",
  entryPoints: [
    "src/index.ts",
    "src/core.ts",
    "src/engine.ts",
    "src/simulate.ts",
    "src/decide.ts",
    "src/calibrate.ts",
    "src/import.ts",
    "src/language.ts",
  ],
  tsconfig: "tsconfig.json",
  out: "docs/api",
  projectDocuments: ["docs/*.md"],
  readme: "README.md",
  includeVersion: true,
  // Links to the source need a public remote, which a clone of a folder lacks.
  disableSources: process.env.GITHUB_ACTIONS !== "true",
  treatWarningsAsErrors: true,
  intentionallyNotExported: ["CURRENCIES", "KernelLaws", "OFFER_TERMS"],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  searchInComments: true,
  searchInDocuments: true,
  highlightLanguages: ["bash", "csv", "javascript", "json", "typescript"],
  markdownItLoader: (parser) => {
    parser.use(markdownItMath, { inlineDelimiters: ["$"], blockDelimiters: "$$" });
  },
};
