import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { modelFromHuggingFace } from "../import.js";
import { InfrascaleError, type Model } from "../index.js";
import { commandRule } from "../rules/command.js";

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
export const readJson = <Content>(path: string, field: string): Content =>
  parseJson<Content>(readText(path, field), path, field);

/** Bytes of the largest model, GPU, profile or table; a load test with the times of its tokens may have more. */
const MOST_BYTES = 2 ** 24;

/**
 * The content of a text file, which is refused before it fills the memory.
 *
 * @param path - of the file.
 * @param field - name of the option, for messages.
 * @param mostBytes - of the file.
 * @throws {@link InfrascaleError} `unreadable-file` or `file-too-large`.
 */
export function readText(path: string, field: string, mostBytes: number = MOST_BYTES): string {
  const content = firstBytes(path, field, mostBytes);
  if (content === null)
    throw new InfrascaleError({
      code: "file-too-large",
      field,
      ...commandRule("bytes-at-most", { most: mostBytes }),
      value: path,
    });
  return content.toString("utf8");
}

/** All of a file, or null where it is larger; of a pipe or a device that is known only once it is read. */
function firstBytes(path: string, field: string, mostBytes: number): Buffer | null {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    if (fstatSync(file).size > mostBytes) return null;
    const chunks: Buffer[] = [];
    for (let left = mostBytes; left >= 0;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const bytes = readSync(file, chunk);
      if (bytes === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, bytes));
      left -= bytes;
    }
    return null;
  } catch {
    throw new InfrascaleError({
      code: "unreadable-file",
      field,
      ...commandRule("readable-path"),
      value: path,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const CHUNK_BYTES = 2 ** 16;

function parseJson<Entry>(content: string, path: string, field: string): Entry {
  try {
    return JSON.parse(content) as Entry;
  } catch (error) {
    throw new InfrascaleError({
      code: "unreadable-file",
      field,
      ...commandRule("holds-json", { said: (error as SyntaxError).message }),
      value: path,
    });
  }
}

/** A config names its kind of model; a model of this library has neither field. The text need not be strict JSON: Python writes NaN. */
const isHuggingFaceConfig = (content: string): boolean => /"(?:model_type|architectures)"\s*:/.test(content);
