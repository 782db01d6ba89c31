import type { TestProject } from "vitest/node";
import { findChromium, WITHOUT_CHROMIUM } from "./chromium.js";
import { FOLDER } from "./folder.js";
import { serve } from "./serve.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the browser; null where there is none. */
    readonly chromium: string | null;
    /** Of the site, at the root of a host and below a path of one. */
    readonly root: string;
    readonly below: string;
  }
}

/** Serves the built site for all tests, and looks for a browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium(process.env);
  if (chromium === null) console.log(`skipped: ${WITHOUT_CHROMIUM}`);
  const [root, below] = await Promise.all([serve(FOLDER, "/"), serve(FOLDER, "/some/sub/path/")]);
  project.provide("chromium", chromium);
  project.provide("root", root.address);
  project.provide("below", below.address);
  return async () => {
    await Promise.all([root.close(), below.close()]);
  };
}
