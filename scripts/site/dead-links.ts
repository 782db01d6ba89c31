import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { Parser } from "htmlparser2";

/** What of a page others can point at, and what it points at. */
interface LinkedPage {
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
}

/**
 * Links of the pages of a folder that lead nowhere: no such file in the folder, or no element of that name on the page. Links to other hosts are
 * left alone.
 *
 * @param folder - with HTML files at any depth.
 * @returns a line each, and how many links were followed.
 */
export function deadLinks(folder: string): { readonly dead: readonly string[]; readonly followed: number } {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  const pages = new Map(files.map((file) => [file, linksOf(readFileSync(join(folder, file), "utf8"))]));
  const followed = [...pages].flatMap(([file, { links }]) => links.filter(isInternal).map((link) => ({ file, link })));
  const leadsSomewhere = ({ file, link }: { readonly file: string; readonly link: string }): boolean => {
    const [path = "", id = ""] = link.split("#");
    const written = decodeURIComponent(path.split("?")[0] ?? "");
    const target =
      written === "" ? file : normalize(join(dirname(file), written.endsWith("/") ? `${written}index.html` : written));
    const page = pages.get(target);
    if (relative(".", target).startsWith("..")) return false;
    return page === undefined ? existsSync(join(folder, target)) : id === "" || page.ids.has(decodeURIComponent(id));
  };
  return {
    dead: followed.filter((one) => !leadsSomewhere(one)).map(({ file, link }) => `${file}: ${link}`),
    followed: followed.length,
  };
}

/** Whether a link stays on the site: it names no scheme and no host. */
const isInternal = (link: string): boolean => !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(link);

function linksOf(html: string): LinkedPage {
  const ids = new Set<string>();
  const links: string[] = [];
  const parser = new Parser({
    onopentag(tag, { id, name, href, src }) {
      if (id !== undefined) ids.add(id);
      if (tag === "a" && name !== undefined) ids.add(name);
      // References into a sprite that a script puts onto the page are no links.
      if (href !== undefined && tag !== "use") links.push(href);
      if (src !== undefined) links.push(src);
    },
  });
  parser.end(html);
  return { ids, links };
}
