import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** True of a name of a field, where it is declared, set or read; false of one of a variable. */
function namesField(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent))
    return parent.name === node;
  return ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent);
}

/** Names of fields, and texts, of a file's code: comments and variables are none. */
function words(file: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || (ts.isIdentifier(node) && namesField(node))) found.add(node.text);
    node.forEachChild(visit);
  };
  visit(sourceOf(file));
  return found;
}

/** Files of src whose code has some of these as the name of a field, or as a text. */
export const filesNaming = (...names: readonly string[]): readonly string[] =>
  filesWith((file) => [...words(file)].some((word) => names.includes(word)));

/** Files of src that tell some kinds from others: in a comparison or a `case` of a `kind`, a list, a type or the names of a table. To make something of a kind is not to tell it. */
export function filesTelling(...kinds: readonly string[]): readonly string[] {
  const isKind = (node: ts.Node): boolean => /(^|\.)kind$/.test(node.getText());
  const isLiteral = (node: ts.Node): node is ts.StringLiteral => ts.isStringLiteral(node) && kinds.includes(node.text);
  const isTold = ({ parent, text }: ts.StringLiteral): boolean => {
    if (ts.isBinaryExpression(parent)) return isKind(parent.left) || isKind(parent.right);
    if (ts.isCaseClause(parent)) return isKind(parent.parent.parent.expression);
    if (ts.isArrayLiteralExpression(parent)) return parent.elements.every(isLiteral);
    if (ts.isLiteralTypeNode(parent)) return ts.isTypeReferenceNode(parent.parent);
    return ts.isPropertyAssignment(parent) && text.includes("-") && !isKind(parent.name);
  };
  const tells = (node: ts.Node): boolean =>
    isLiteral(node) ? isTold(node) : node.forEachChild((child) => tells(child) || undefined) === true;
  return filesWith((file) => tells(sourceOf(file)));
}

const sourceOf = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);

function filesWith(holds: (file: string) => boolean): readonly string[] {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.filter((file) => holds(join("src", file))).sort();
}
