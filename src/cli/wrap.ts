/** Columns of a terminal that every output fits. */
export const COLUMNS = 80;

/** Lines of at most 80 columns, broken at spaces; a longer word is broken within. */
export function wrap(text: string, indent = ""): readonly string[] {
  const width = COLUMNS - indent.length;
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    for (; word.length > width; word = word.slice(width)) lines.push(word.slice(0, width));
    line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((content) => indent + content);
}
