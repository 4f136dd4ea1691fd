import {
  AssertionExpression,
  AssertionKind,
  CallExpression,
  FieldDeclaration,
  FunctionDeclaration,
  IdentifierExpression,
  NamedTypeNode,
  NewExpression,
  Node,
  Parser,
  PropertyAccessExpression,
  TemplateLiteralExpression,
  ThrowStatement,
  VariableDeclaration,
} from "assemblyscript";

/**
 * What of a source of the filter would kill a VM: AssemblyScript has no exceptions, only traps. A template literal is in
 * it for a fault of the compiler: what it puts together may be collected meanwhile.
 *
 * @param {string} file
 * @param {string} text
 * @returns {string[]} `file:line: what it is, and what to write instead`
 */
export function traps(file, text) {
  const parser = new Parser([], []);
  parser.parseFile(text, file, true);
  const source = parser.sources[0];
  if (source === undefined) return [];
  const maps = mapNames(source);
  /** @type {string[]} */
  const found = [];
  walk(source, undefined, (node, within) => {
    const problem = trapOf(node, maps, text.slice(within?.range.start ?? 0, node.range.start));
    if (problem !== undefined) found.push(`${file}:${source.lineAt(node.range.start)}: ${problem}`);
  });
  return found;
}

/** @param {Node} node @param {ReadonlySet<string>} maps @param {string} before what the function has done by then */
function trapOf(node, maps, before) {
  if (node instanceof ThrowStatement) return "throw: return an outcome";
  if (node instanceof TemplateLiteralExpression) return "a template literal: put the parts together with +";
  if (node instanceof AssertionExpression && node.assertionKind === AssertionKind.NonNull) {
    return "!: ask for null, and say what is then";
  }
  if (!(node instanceof CallExpression) || !(node.expression instanceof PropertyAccessExpression)) return undefined;
  const { expression: receiver, property } = node.expression;
  if (property.text !== "get" || !maps.has(nameOf(receiver))) return undefined;
  const map = receiver.range.toString();
  const isGuarded = before.includes(`${map}.has(`) || before.includes(`${map}.keys()`) || REASON.test(before);
  return isGuarded ? undefined : `${map}.get() of what may not be in it: ask ${map}.has() first`;
}

/** On the line above: who has asked, if it is not this function. */
const REASON = /\/\/ .*`has`.*\n.*$/;

/** The variables and fields of a source that are maps. @param {Node} source */
function mapNames(source) {
  /** @type {Set<string>} */
  const names = new Set();
  walk(source, undefined, (node) => {
    if (!(node instanceof FieldDeclaration) && !(node instanceof VariableDeclaration)) return;
    const type = node.type ?? (node.initializer instanceof NewExpression ? node.initializer.typeName : null);
    const name = type instanceof NamedTypeNode ? type.name.identifier.text : type?.range.toString();
    if (name === "Map") names.add(node.name.text);
  });
  return names;
}

/** `exact` of `this.exact`. @param {Node} receiver */
function nameOf(receiver) {
  if (receiver instanceof PropertyAccessExpression) return receiver.property.text;
  return receiver instanceof IdentifierExpression ? receiver.text : "";
}

/**
 * @param {Node} node
 * @param {FunctionDeclaration | undefined} within the function that it stands in
 * @param {(node: Node, within: FunctionDeclaration | undefined) => void} visit
 */
function walk(node, within, visit) {
  visit(node, within);
  const inner = node instanceof FunctionDeclaration ? node : within;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child instanceof Node) walk(child, inner, visit);
    }
  }
}
