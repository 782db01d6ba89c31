import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What the library must not use: it is pure, deterministic, and runs anywhere JavaScript runs. */
const impure = [
  { name: "console", message: "The library prints nothing." },
  { name: "Date", message: "Time is a parameter." },
  { name: "performance", message: "Time is a parameter." },
];

export default tseslint.config(
  { ignores: ["dist", "docs/api", "coverage", "node_modules", "reports", ".stryker-tmp", "test/package/consumer", "catalogs"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ["./test/tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unsafe-type-assertion": "off",
      "@typescript-eslint/explicit-module-boundary-types": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-undef": "off",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/cli/**"],
    rules: {
      "no-restricted-globals": ["error", ...impure],
      "no-restricted-properties": ["error", { object: "Math", property: "random", message: "Randomness is a parameter." }],
      "no-restricted-imports": ["error", { patterns: ["node:*"] }],
    },
  },
);
