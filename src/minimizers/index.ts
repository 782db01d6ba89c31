export type {
  Bounds,
  Minimizer,
  MinimizerProblem,
  MinimizerResult,
  MinimizerStatus,
  ObjectiveFunction,
} from "./minimizer.js";
export { nelderMead, type NelderMeadOptions } from "./nelder-mead.js";
export { exhaustive, type ExhaustiveOptions } from "./exhaustive.js";
