import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** True of a name of a field, where it is declared, set or read; false of one of a variable. */
function namesField(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  return ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent);
}

/** Names of fields, and texts, of a file's code: comments and variables are none. */
function words(file: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || (ts.isIdentifier(node) && namesField(node))) found.add(node.text);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true));
  return found;
}

/** Files of src whose code has some of these as the name of a field, or as a text. */
export function filesNaming(...names: readonly string[]): readonly string[] {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.filter((file) => [...words(join("src", file))].some((word) => names.includes(word))).sort();
}
