import { createHash } from "node:crypto";
import { mergeConfig, defineConfig, type Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";
import page from "./vite.config.js";

const FILE = "calculator-offline.html";

/** Workers are files of their own, which a page that is opened from a disk may not start: they go into the page as text. */
const workersInside: Plugin = {
  name: "workers inside the page",
  enforce: "pre",
  transform(code, id) {
    const worker = /new Worker\(new URL\("([^"]+)", import\.meta\.url\), \{ type: "module", name \}\)/;
    const [call, path] = worker.exec(code) ?? [];
    if (id.includes("node_modules") || call === undefined) return null;
    return `import InsideWorker from "${path}?worker&inline";\n${code.replace(call, "new InsideWorker({ name })")}`;
  },
};

/** Lets run what this file holds and nothing else: each script and style is named by its SHA-256 in the policy. */
const seal: Plugin = {
  name: "seal",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      const html = bundle["index.html"];
      if (html?.type !== "asset") throw new Error("there is no page to seal");
      delete bundle["index.html"];
      this.emitFile({ type: "asset", fileName: FILE, source: sealed(String(html.source)) });
    },
  },
};

/** A page whose policy allows its own scripts, styles and workers in place of files beside it. */
function sealed(html: string): string {
  const inside = (tag: "script" | "style"): string =>
    [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>([^]*?)</${tag}>`, "g"))]
      .map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`)
      .join(" ");
  const allowed = { "script-src": inside("script"), "style-src": inside("style"), "worker-src": "blob:" };
  return Object.entries(allowed).reduce(
    (text, [directive, what]) =>
      text.replace(new RegExp(`${directive} (?:'|&#39;)self(?:'|&#39;)`), `${directive} ${what}`),
    html,
  );
}

/** The calculator as one file that works from a disk, for networks that are closed. */
export default defineConfig((environment) =>
  mergeConfig(page(environment), {
    plugins: [workersInside, viteSingleFile(), seal],
    // A page from a disk may start classic workers alone.
    worker: { format: "iife", rolldownOptions: { output: { codeSplitting: false } } },
    build: { emptyOutDir: false, copyPublicDir: false },
  }),
);
