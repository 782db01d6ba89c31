import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import packageJson from "../../package.json" with { type: "json" };
import { bundledLicences } from "../../scripts/site/bundled-licences.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Nothing from elsewhere, and nothing sent: the browser refuses it. A host of plain files sets no headers, so the page says it itself. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** In development Vite writes scripts into the page and talks to it, so only what is built has the policy. */
const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
  ],
};

/** The library's entries: its sources while one works on the page, what is published when the page is built. */
const library = (built: boolean) =>
  ["/decide", "/import", "/calibrate", "/language", ""].map((entry) => {
    const name = entry === "" ? "index" : entry.slice(1);
    return {
      find: new RegExp(`^infrascale${entry}$`),
      replacement: at(built ? `../../dist/${name}.js` : `../../src/${name}.ts`),
    };
  });

/** The build of this reader that asks for nothing of Node; the package names it apart, and by no condition. */
const csvReader = { find: /^csv-parse\/sync$/, replacement: "csv-parse/browser/esm/sync" };

const licences = bundledLicences("licences.txt");

export default defineConfig(({ command }) => ({
  root: at("."),
  base: "./",
  define: { LIBRARY_VERSION: JSON.stringify(packageJson.version) },
  plugins: [contentSecurityPolicy, licences.page],
  resolve: { alias: [...library(command === "build"), csvReader] },
  worker: { format: "es", plugins: () => [licences.worker] },
  build: { outDir: at("../../site"), emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
}));
