export type { Assumption, AssumptionCode } from "../catalog/names/assumption.js";
export type {
  DerivedQuantity,
  LaterTimes,
  LoadTestTool,
  Observation,
  ObservationSource,
  ObservedArrivals,
  Percentile,
  StatedDeployment,
  StatedLoad,
} from "../measurements/observation.js";
export type { CalibrationWarning, CalibrationWarningCode } from "./calibration-warning.js";
export type { LoadTestFile } from "./readers/load-test-file.js";
export { readLoadTest, type ReadLoadTestOptions } from "./readers/read-load-test.js";
export { readLoadTests, type LoadTests, type NamedText } from "./readers/read-load-tests.js";
export { checkObservations } from "./checks/check-observations.js";
export type {
  CalibratedParameter,
  Calibration,
  CalibrationResidual,
  LeaveOneOut,
  LeftOut,
  RowAssumption,
} from "./calibration.js";
export type { FitOptions } from "./fit-profile.js";
export type { FitWarning, FitWarningCode } from "./fit-warning.js";
