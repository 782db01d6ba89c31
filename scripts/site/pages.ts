/** Writes the pages beside the calculator into the built site: what they state is taken from the tests and from what was built. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import axe from "axe-core/package.json" with { type: "json" };
import { accessibilityPage, type Broken } from "./accessibility-page.js";
import { frame, type Bilingual } from "./frame.js";
import { legalPage } from "./legal-page.js";
import { weigh } from "./weights.js";

const SITE = "site";
const found = (name: string): Broken => JSON.parse(readFileSync(`test/site/findings/${name}.json`, "utf8")) as Broken;

const calculator = readFileSync(`${SITE}/index.html`, "utf8");
const styles = [...calculator.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"/g)].map(([, href]) => href ?? "");
const write = (file: string, page: Bilingual): void =>
  writeFileSync(`${SITE}/${file}`, frame(page, [...styles, "pages.css"]));

copyFileSync("scripts/site/pages.css", `${SITE}/pages.css`);
write(
  "accessibility.html",
  accessibilityPage({ axeVersion: axe.version, calculator: found("calculator"), docs: found("docs") }),
);
write("legal.html", legalPage(weigh(SITE)));
