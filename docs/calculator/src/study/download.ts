/** Long enough for every browser to have begun to write the file, milliseconds. */
const KEPT = 10_000;

/**
 * Keeps a text as a file of the reader.
 *
 * @param name - of the file.
 * @param text - its content.
 */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
