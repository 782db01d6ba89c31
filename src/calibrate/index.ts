export type { CalibratedParameter, Calibration, CalibrationResidual, LeaveOneOut, LeftOut } from "./calibration.js";
export type { FitOptions } from "./fit-profile.js";
export type { FitWarning, FitWarningCode } from "./fit-warning.js";
export type { Arrivals, DerivedQuantity, LoadTestTool, Observation, ObservationSource } from "./observation.js";
