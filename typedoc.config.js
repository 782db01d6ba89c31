import markdownItMath from "markdown-it-math/temml";

/** Guides in the order in which they are read, by the questions of the start page. */
const GUIDES = [
  // How many GPUs?
  "README.md",
  "docs/traffic.md",
  "docs/names.md",
  "docs/embeddings.md",
  // Where does the number come from?
  "docs/problem.md",
  "docs/engine-model.md",
  "docs/memory.md",
  "docs/checkpoints.md",
  "docs/waiting.md",
  "docs/simulate.md",
  "docs/classic-model.md",
  "docs/glossary.md",
  // How sure is it?
  "docs/purchases.md",
  "docs/accuracy.md",
  "docs/uncertainty.md",
  "docs/limits.md",
  "docs/validate.md",
  "docs/classic-calibration.md",
  // What do my own load tests say?
  "docs/calibrate.md",
  "docs/load-tests.md",
  // What is bought, and how is it started?
  "docs/decide.md",
  "docs/cost.md",
  "docs/launch.md",
  // How is it made?
  "docs/languages.md",
  "docs/architecture.md",
  "CONTRIBUTING.md",
];

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
  readme: "docs/start.md",
  projectDocuments: GUIDES,
  sort: ["documents-first", "source-order"],
  customCss: "docs/typedoc.css",
  // Its page lacks types that others link to.
  includeHierarchySummary: false,
  includeVersion: true,
  // Links to the source need a public remote, which a clone of a folder lacks.
  disableSources: process.env.GITHUB_ACTIONS !== "true",
  treatWarningsAsErrors: true,
  intentionallyNotExported: ["CURRENCIES", "KernelLaws", "OFFER_TERMS"],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  searchInComments: true,
  searchInDocuments: true,
  // Who asks a question wants a guide before the names that it is built of.
  searchGroupBoosts: { Documents: 40 },
  highlightLanguages: ["bash", "csv", "javascript", "json", "typescript"],
  markdownItLoader: (parser) => {
    parser.use(markdownItMath, { inlineDelimiters: ["$"], blockDelimiters: "$$" });
  },
};
