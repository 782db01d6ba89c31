import { readFileSync } from "node:fs";
import { InfrascaleError } from "../index.js";

/**
 * An option that names either a catalog entry or a JSON file with an object of the user's own.
 *
 * @param text - an id or alias, or the path of a file that ends in `.json`.
 * @param field - name of the option, for messages.
 * @returns the id as it is, or the content of the file.
 */
export function idOrJsonFile<Entry>(text: string, field: string): string | Entry {
  if (!text.endsWith(".json")) return text;
  let content: string;
  try {
    content = readFileSync(text, "utf8");
  } catch {
    throw new InfrascaleError({ code: "unreadable-file", field, rule: "must be the path of a readable file", value: text });
  }
  try {
    return JSON.parse(content) as Entry;
  } catch (error) {
    throw new InfrascaleError({ code: "unreadable-file", field, rule: `must hold JSON (${(error as SyntaxError).message})`, value: text });
  }
}
