/** Words that a shell takes as they are; a variable stays one. */
const PLAIN = /^(?:[\w@%+=:,./-]+|\$[A-Z]+(?::\d+)?)$/;

/** A word as a shell reads it. */
export const quoted = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** A command of many options, one a line. */
export function shellCommand(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || word.startsWith("-")) lines.push(quoted(word));
    else lines[lines.length - 1] = `${last} ${quoted(word)}`;
  }
  return lines.join(" \\\n  ");
}
