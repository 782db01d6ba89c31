import { isFileKey, isInVersion, type EngineOption, type OptionType } from "../../src/launch/engines/engine-option.js";
import type { EngineLaunch } from "../../src/launch/engines/engine-launch.js";

/** What an engine's parser makes of a word, by type; it throws for what the engine would refuse. */
const PARSE: Readonly<Record<OptionType, (word: string) => unknown>> = {
  switch: () => true,
  integer: (word) => matching(word, /^\d+$/, Number),
  share: (word) => matching(word, /^0?\.\d+$|^1$/, Number),
  word: (word) => matching(word, /^\S+$/, String),
  boolean: (word) => matching(word, /^(?:true|false)$/, (text) => text === "true"),
  json: (word) => JSON.parse(word) as unknown,
};

function matching<Value>(word: string, pattern: RegExp, make: (word: string) => Value): Value {
  if (!pattern.test(word)) throw new Error(`${word} is not what the option takes`);
  return make(word);
}

const known = (launch: EngineLaunch, version: string, keys: boolean): ReadonlyMap<string, EngineOption> =>
  new Map(
    launch.options
      .filter((option) => isFileKey(option) === keys && isInVersion(option, version))
      .map((option) => [option.name, option]),
  );

/** Options of a command line by name. Unknown, repeated and mistyped ones are refused, as by argparse. */
export function parsedWords(launch: EngineLaunch, version: string, words: readonly string[]): Map<string, unknown> {
  const options = known(launch, version, false);
  const found = new Map<string, unknown>();
  const rest = [...words];
  for (const word of launch.command) if (rest.shift() !== word) throw new Error(`${word} is missing`);
  if (launch.modelOption !== null && rest.shift() !== launch.modelOption) throw new Error("no model");
  found.set("model", rest.shift());
  while (rest.length > 0) {
    const name = rest.shift() as string;
    if (found.has(name)) throw new Error(`${name} comes twice`);
    if (name === launch.file.option) found.set("file", rest.shift());
    else {
      const option = options.get(name);
      if (option === undefined) throw new Error(`version ${version} has no ${name}`);
      found.set(name, option.takes === "switch" ? true : PARSE[option.takes](rest.shift() as string));
    }
  }
  return found;
}

/** Keys of a file by their path. */
export function parsedFile(launch: EngineLaunch, version: string, content: object): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const keys = known(launch, version, launch.file.modelKey === null);
  const visit = (part: object, path: string): void => {
    for (const [name, value] of Object.entries(part) as [string, unknown][]) {
      if (name === launch.file.modelKey) found.set("model", value);
      else {
        const key = launch.file.modelKey === null ? `${path}${name}` : `--${name}`;
        const option = keys.get(key);
        if (option !== undefined) found.set(key, PARSE[option.takes](String(value)));
        else if (typeof value === "object" && value !== null) visit(value, `${key}.`);
        else throw new Error(`version ${version} has no ${key}`);
      }
    }
  };
  visit(content, "");
  return found;
}
