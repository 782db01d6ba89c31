import { save } from "./save.js";

/**
 * Keeps a text as a file of the reader.
 *
 * @param name - of the file.
 * @param text - its content.
 */
export const saveText = (name: string, text: string): void =>
  save(name, new Blob([text], { type: "text/plain;charset=utf-8" }));
