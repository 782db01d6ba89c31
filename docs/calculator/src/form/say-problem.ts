import type { Strings } from "../language/en.js";
import type { Problem } from "../scenario/kinds.js";

/** What is wrong with a text, and what is wanted. */
export function sayProblem({ problems }: Strings, problem: Problem): string {
  switch (problem.code) {
    case "unknown-unit":
      return problems["unknown-unit"](problem.unit);
    case "too-small":
    case "too-large":
      return problems[problem.code](problem.limit);
    default:
      return problems[problem.code];
  }
}
