export { predictionInterval, type Interval } from "./prediction-interval.js";
export { servingIntervals, type IntervalOptions, type ServingIntervals } from "./serving-intervals.js";
export { servingFacts, type PredictionFacts } from "./prediction-facts.js";
export { withUncertainty, type UncertaintyOptions } from "./with-uncertainty.js";
export type { PredictionFactors } from "./scaled-performance.js";
export type { MeasuredRange, Range, UncertaintyTable } from "./uncertainty-table.js";
