/** Columns of a terminal that every output fits. */
export const COLUMNS = 80;

/** Lines of at most so many columns, broken at spaces; a longer word is broken within. */
export function wrap(text: string, indent = "", columns = COLUMNS): readonly string[] {
  const width = columns - indent.length;
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

/** A text of a cell in lines of so many columns; all but the first are set in. */
export const inLines = (text: string, columns: number): string =>
  wrap(text, " ", columns + 1)
    .join("\n")
    .slice(1);
