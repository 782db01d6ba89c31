import { readFileSync } from "node:fs";
import { modelFromHuggingFace } from "../engine.js";
import { InfrascaleError, type Model } from "../index.js";

/**
 * An option that names either a catalog entry or a JSON file with an object of the user's own.
 *
 * @param text - an id or alias, or the path of a file that ends in `.json`.
 * @param field - name of the option, for messages.
 * @returns the id as it is, or the content of the file.
 */
export function idOrJsonFile<Entry>(text: string, field: string): string | Entry {
  return text.endsWith(".json") ? readJson<Entry>(text, field) : text;
}

/**
 * The option that names a model: an id, a file with a model, or the config.json of a Hugging Face repository.
 *
 * @param text - an id or alias, or the path of a file that ends in `.json`.
 * @param field - name of the option, for messages.
 * @returns the id as it is, or the model of the file.
 */
export function modelOrJsonFile(text: string, field: string): string | Model {
  if (!text.endsWith(".json")) return text;
  const content = readText(text, field);
  return isHuggingFaceConfig(content) ? modelFromHuggingFace(content) : parseJson<Model>(content, text, field);
}

/** What a JSON file holds. */
export const readJson = <Content>(path: string, field: string): Content => parseJson<Content>(readText(path, field), path, field);

/** The content of a text file. */
export function readText(path: string, field: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new InfrascaleError({ code: "unreadable-file", field, rule: "must be the path of a readable file", value: path });
  }
}

function parseJson<Entry>(content: string, path: string, field: string): Entry {
  try {
    return JSON.parse(content) as Entry;
  } catch (error) {
    throw new InfrascaleError({ code: "unreadable-file", field, rule: `must hold JSON (${(error as SyntaxError).message})`, value: path });
  }
}

/** A config names its kind of model; a model of this library has neither field. The text need not be strict JSON: Python writes NaN. */
const isHuggingFaceConfig = (content: string): boolean => /"(?:model_type|architectures)"\s*:/.test(content);
