import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** One piece of example code, and what it is said to print. */
export interface Example {
  readonly name: string;
  readonly code: string;
  /** Content of a `text` fence right behind the code; null when there is none. */
  readonly output: string | null;
}

const FENCE = /^```(\w+)\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm;

/** Fences of one language in a Markdown file. */
export const fencesOf = (file: string, language: string): readonly Example[] =>
  [...readFileSync(file, "utf8").matchAll(FENCE)]
    .filter((match) => match[1] === language)
    .map((match, index) => ({ name: `${file}, fence ${index + 1}`, code: match[2] ?? "", output: match[3] ?? null }));

/** The `@example` fences of every doc comment below a folder. */
export const docExamplesBelow = (folder: string): readonly Example[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => docExamplesOf(join(folder, file)));

function docExamplesOf(file: string): readonly Example[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const examples: Example[] = [];
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== "example" || tag.parent.parent !== node) continue;
      const code = /```ts\n([\s\S]*?)```/.exec(ts.getTextOfJSDocComment(tag.comment) ?? "")?.[1];
      if (code === undefined) throw new Error(`${file}: an @example without a ts fence`);
      examples.push({ name: `${file}, example ${examples.length + 1}`, code, output: null });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return examples;
}

/** Runs example code: every `expression; // => value` is handed to `check`. Returns what it printed. */
export function runExample(code: string, modules: Readonly<Record<string, object>>, check: (actual: unknown, expected: unknown) => void): string {
  const printed: string[] = [];
  const script = ts.transpileModule(withChecks(code), { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } }).outputText;
  const require = (name: string): object => {
    const found = modules[name];
    if (found === undefined) throw new Error(`an example imports ${name}`);
    return found;
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the examples of this repository
  new Function("require", "exports", "console", "__check", script)(require, {}, { log: (...values: unknown[]) => printed.push(values.join(" ")) }, check);
  return printed.map((line) => `${line}\n`).join("");
}

/** Turns `expression; // => value` into a call of `__check`. */
function withChecks(code: string): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const expected = /^[ \t]*\/\/ => (.*)/.exec(code.slice(node.end))?.[1];
      if (expected !== undefined) edits.push({ start: node.getStart(), end: node.end, text: `__check((${node.expression.getText()}), (${expected}));` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const claims = code.match(/\/\/ =>/g)?.length ?? 0;
  if (edits.length !== claims) throw new Error(`${claims - edits.length} of the claims "// =>" do not follow an expression`);
  return edits.reduceRight((text, { start, end, text: replacement }) => text.slice(0, start) + replacement + text.slice(end), code);
}
