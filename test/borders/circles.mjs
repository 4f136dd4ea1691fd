/**
 * Files that import each other in a circle: one line for each knot of them.
 *
 * @param {ReadonlyMap<string, readonly string[]>} imports
 * @returns {string[]}
 */
export function circles(imports) {
  const reached = new Map([...imports.keys()].map((file) => [file, reachedFrom(file, imports)]));
  const knots = [...reached].flatMap(([file, others]) =>
    others.has(file) ? [[...others].filter((other) => reached.get(other)?.has(file)).sort()] : [],
  );
  return [...new Set(knots.map((files) => `in a circle: ${files.join(", ")}`))];
}

/** @param {string} file @param {ReadonlyMap<string, readonly string[]>} imports @returns {Set<string>} itself only if it is in a circle */
function reachedFrom(file, imports) {
  /** @type {Set<string>} */
  const reached = new Set();
  const next = [...(imports.get(file) ?? [])];
  for (let target = next.pop(); target !== undefined; target = next.pop()) {
    if (reached.has(target)) continue;
    reached.add(target);
    next.push(...(imports.get(target) ?? []));
  }
  return reached;
}
