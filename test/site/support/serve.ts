import { existsSync } from "node:fs";
import { preview } from "vite";

/** A server of plain files on this machine. */
export interface Served {
  /** With a slash at the end. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves a folder as a host of plain files does.
 *
 * @param folder - what `npm run site:build` made.
 * @param base - path that it is served below, with slashes around.
 */
export async function serve(folder: string, base: string): Promise<Served> {
  if (!existsSync(`${folder}/index.html`)) throw new Error(`${folder} has no index.html: \`npm run site\` builds it`);
  const server = await preview({
    configFile: false,
    appType: "mpa",
    base,
    logLevel: "error",
    build: { outDir: folder },
    preview: { host: "127.0.0.1", port: 0 },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the server has no address");
  return { address, close: () => server.close() };
}
