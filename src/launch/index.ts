export { planLaunch, type LaunchedLoadTest, type LaunchOptions, type LaunchPlan } from "./plan-launch.js";
export type { Draft, Drafter } from "./draft.js";
export type { LaunchChoices } from "./resolve-launch.js";
export type { LaunchedFormats, LaunchedReplica } from "./launched-replica.js";
export type { LaunchFile } from "./words.js";
export type { LaunchNotice, NoticeCode, NoticeEffect, LauncherName, NoticeValues } from "./notice.js";
export type { LoadTestCommand } from "./load-test/load-test-command.js";
export type { PlannedTool } from "./load-test/load-tests.js";
export type { PlannedLoadTest, TestedLengths } from "./load-test/planned-load-test.js";
export {
  checkPlan,
  type CheckGap,
  type CheckOptions,
  type CheckStatus,
  type PlanCheck,
  type RunCheck,
} from "./check/check-plan.js";
export type { CalibratedAnswer } from "./check/calibrated-answer.js";
export type { TargetCheck } from "./check/measured-target.js";
export type { LoadCheck } from "./check/tested-load.js";
