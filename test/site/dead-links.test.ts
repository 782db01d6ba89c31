import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deadLinks } from "../../scripts/site/dead-links.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "links-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The dead links of pages that hold these bodies. */
function deadIn(pages: Readonly<Record<string, string>>): readonly string[] {
  for (const [path, body] of Object.entries(pages)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `<!doctype html><body>${body}</body>`);
  }
  return deadLinks(folder).dead;
}

test("links to pages, folders, files, names and other hosts are alive", () => {
  const links =
    '<a id="here" href="#here">x</a><a href="b/">x</a><a href="b/index.html?q=1#%C3%A9t%C3%A9">x</a><img src="c.svg"><a href="https://x.example/">x</a><a href="mailto:x@x.example">x</a>';
  expect(
    deadIn({ "index.html": links, "b/index.html": '<h2 id="été">x</h2><a href="../index.html">x</a>', "c.svg": "" }),
  ).toEqual([]);
});

test("links to what is not there are dead: pages, names on this page and on another, images, and what lies outside", () => {
  const links = ["gone.html", "#gone", "b.html#gone", "../outside.html"];
  expect(
    deadIn({
      "index.html": links.map((link) => `<a href="${link}">x</a>`).join("") + '<img src="gone.png">',
      "b.html": "",
    }),
  ).toEqual([...links, "gone.png"].map((link) => `index.html: ${link}`));
});
