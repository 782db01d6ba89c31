import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** What the library must not use: it is pure, deterministic, and runs anywhere JavaScript runs. */
const impureGlobals = [
  { name: "console", message: "The library prints nothing." },
  { name: "Date", message: "Time is a parameter." },
  { name: "performance", message: "Time is a parameter." },
  { name: "crypto", message: "Randomness is a parameter." },
  { name: "process", message: "The library runs outside Node too." },
  { name: "globalThis", message: "The library reads nothing but its arguments." },
];

export default defineConfig(
  globalIgnores(["dist", "docs/api", "site", "coverage", "reports", ".stryker-tmp", "test/package/consumer"]),
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "test/tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // The public boundary checks what the types promise: callers may write JavaScript.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      // A reader of files names the type that its caller checks next.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["docs/calculator/**/*.{ts,tsx}"],
    languageOptions: { parserOptions: { project: "docs/calculator/tsconfig.json" } },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/cli/**"],
    rules: {
      "no-restricted-globals": ["error", ...impureGlobals],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Randomness is a parameter." },
      ],
      "no-restricted-imports": ["error", { patterns: ["node:*"] }],
      "no-console": "error",
    },
  },
  { files: ["*.config.js"], languageOptions: { globals: { process: "readonly" } } },
);
