import { existsSync } from "node:fs";
import type { LaunchOptions } from "playwright-core";

const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Why there is no browser, and how to get one. */
export const WITHOUT_CHROMIUM = "no Chromium: `sudo apt-get install -y chromium`, or name one in CHROMIUM";

/** Path of a browser of this machine: what CHROMIUM names, else one of the usual; null without one, or where CHROMIUM is empty. Nothing is installed. */
export function findChromium({ CHROMIUM }: NodeJS.ProcessEnv): string | null {
  if (CHROMIUM !== undefined) return CHROMIUM === "" ? null : CHROMIUM;
  return PATHS.find((path) => existsSync(path)) ?? null;
}

/** How it is started: without a sandbox, which containers lack, and without asking anything of its maker. */
export const launchOptions = (executablePath: string): LaunchOptions => ({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
