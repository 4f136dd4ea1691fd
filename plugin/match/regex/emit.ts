import { CodePoints } from "./code-points";
import { Assertion, Node, NodeKind } from "./node";
import { Program } from "./program";
import { addCharacter, addCharacters } from "./utf8-ranges";

/**
 * Adds a pattern to the program and returns its first state. Built from its end to its start, so that
 * each part knows where to go on. `whole`: it matches only texts that it spans from start to end.
 */
export function emitPattern(program: Program, pattern: Node, owner: i32, whole: bool): u32 {
  let next = program.addMatch(owner);
  if (whole) next = program.addAssert(owner, Assertion.TextEnd, next);
  const first = emit(program, pattern, owner, next);
  return whole ? program.addAssert(owner, Assertion.TextStart, first) : first;
}

/** Recursion is bounded by the parser's limit on nesting; the states by its limit on weight. */
function emit(program: Program, node: Node, owner: i32, next: u32): u32 {
  switch (node.kind) {
    case NodeKind.Character:
      return addCharacter(program, owner, node.value, next);
    case NodeKind.Class:
      return addCharacters(program, owner, node.set || new CodePoints(), next);
    case NodeKind.Assertion:
      return program.addAssert(owner, node.value, next);
    case NodeKind.Sequence:
      return emitSequence(program, node, owner, next);
    case NodeKind.Alternation:
      return emitAlternation(program, node, owner, next);
    case NodeKind.Repetition:
      return emitRepetition(program, node, owner, next);
  }
  return next;
}

function emitSequence(program: Program, node: Node, owner: i32, next: u32): u32 {
  let child = node.lastChild;
  while (child !== null) {
    next = emit(program, child, owner, next);
    child = child.previous;
  }
  return next;
}

function emitAlternation(program: Program, node: Node, owner: i32, next: u32): u32 {
  let first = next;
  let isFirst = true;
  let child = node.lastChild;
  while (child !== null) {
    const alternative = emit(program, child, owner, next);
    first = isFirst ? alternative : program.addFork(owner, alternative, first);
    isFirst = false;
    child = child.previous;
  }
  return first;
}

function emitRepetition(program: Program, node: Node, owner: i32, next: u32): u32 {
  const child = node.lastChild;
  if (child === null) return next;
  let first = next;
  let required = node.min;
  if (node.max < 0) {
    const loop = program.addFork(owner, next, next);
    const body = emit(program, child, owner, loop);
    program.close(loop, body);
    // The loop's body is the last of the required ones.
    first = required > 0 ? body : loop;
    required -= 1;
  } else {
    for (let i = node.max - node.min; i > 0; i--)
      first = program.addFork(owner, emit(program, child, owner, first), next);
  }
  for (; required > 0; required--) first = emit(program, child, owner, first);
  return first;
}
