import type { BrokenRule } from "./broken-rule.js";
import type { CATALOG_RULES } from "./catalog.js";
import type { COMMAND_RULES } from "./command.js";
import type { CONFIG_RULES } from "./config.js";
import type { DECIDE_RULES } from "./decide.js";
import type { DEPLOYMENT_RULES } from "./deployment.js";
import type { ESTIMATE_RULES } from "./estimate.js";
import type { LOAD_TEST_RULES } from "./load-test.js";
import type { NAMED_RULES } from "./named.js";
import type { PERFORMANCE_RULES } from "./performance.js";
import type { RUN_RULES } from "./run.js";
import type { VALUE_RULES } from "./values.js";
import type { WORKLOAD_RULES } from "./workload.js";

/** Every rule in English; those of another language have the same codes and values. */
export type RuleSentences = typeof VALUE_RULES &
  typeof CATALOG_RULES &
  typeof CONFIG_RULES &
  typeof WORKLOAD_RULES &
  typeof DEPLOYMENT_RULES &
  typeof PERFORMANCE_RULES &
  typeof ESTIMATE_RULES &
  typeof NAMED_RULES &
  typeof DECIDE_RULES &
  typeof RUN_RULES &
  typeof LOAD_TEST_RULES &
  typeof COMMAND_RULES;

/** Every rule that a value may break. Codes are stable: they may be added, never renamed. */
export type RuleCode = keyof RuleSentences;

/** One of them, broken. */
export type Rule = BrokenRule<RuleCode>;
