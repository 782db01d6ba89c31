import type { Row } from "../../src/measurements/csv.js";

/** The sources of the tables, numbered in the order in which rows name them. */
export class SourceList {
  readonly #numbers = new Map<string, string>();
  readonly #rows: Row[] = [];

  /** Number of the source of a published row. */
  numberOf(row: Row): string {
    const repository = plainRepository(row["source_repo"] ?? "");
    const path = plainPath(row["source_path"] ?? "");
    const version = plainVersion(row);
    const key = JSON.stringify([repository, path, version]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const source = String(this.#rows.length + 1);
    this.#numbers.set(key, source);
    this.#rows.push({ source, repository, path, version });
    return source;
  }

  rows(): readonly Row[] {
    return this.#rows;
  }
}

/** A repository that was read from a fork; the commit is the fork's. */
const FORK = / \(read at commit \S+ from fork (\S+)\)$/;

const plainRepository = (text: string): string =>
  text
    .replace(FORK, "")
    .replace(/^\(indexed public page.*\)$/, "public page, address not recorded")
    .replace(/ \(pages corpus\)$/, "")
    .trim();

const plainPath = (text: string): string =>
  text
    .replace(/^issues corpus: issue\/PR (#\d+) comment /, "issue or pull request $1, comment of ")
    .replace(/^issues corpus: issue\/PR /, "issue or pull request ")
    .trim();

function plainVersion(row: Row): string {
  const version = (row["source_commit_or_version"] ?? "").trim();
  const fork = FORK.exec(row["source_repo"] ?? "")?.[1];
  return fork === undefined ? version : `${version} (fork ${fork})`;
}
