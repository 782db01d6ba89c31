import { checkScenario, type Scenario } from "../deployment/scenario.js";
import { InfrascaleError } from "../errors.js";
import { checkComputed, checkFunction, checkObject, checkOneOf, once } from "../internal/check.js";
import { checkDecision, type Decision } from "../performance/decision.js";
import { valueRule } from "../rules/values.js";

/** The two sides of an inequality that holds when `demand <= limit`. */
export interface Inequality {
  /** Left side: what is needed, in the constraint's unit. */
  readonly demand: number;
  /** Right side: what there is, in the constraint's unit. */
  readonly limit: number;
}

/** How a constraint changes with more replicas, all else equal. */
export type WithMoreReplicas = "easier" | "harder" | "unknown";

/**
 * One requirement on a deployment: a pure function of a decision and a scenario that returns what it compares.
 * It takes real S, N >= 1, B >= 0, Q > 0.
 */
export interface Constraint {
  /** Unique name in results. */
  readonly name: string;
  /** Unit of demand and limit. */
  readonly unit: string;
  /**
   * `easier`: never gets worse with more replicas; `harder`: never gets better (a budget, a power limit);
   * `unknown`: neither is promised, and replicas are tried one by one.
   *
   * @defaultValue "unknown"
   */
  readonly withMoreReplicas?: WithMoreReplicas;
  /**
   * True when a smaller batch limit may make it easier though every slot is taken: less memory, faster steps.
   *
   * @defaultValue true
   */
  readonly easierWithSmallerBatches?: boolean;
  /**
   * Which side the caller chose and could move: a promised speed is a demand, a budget or a longest wait a limit.
   *
   * @defaultValue "limit"
   */
  readonly chosenSide?: "demand" | "limit";
  /** Both sides at a decision; never NaN. */
  readonly evaluate: (decision: Decision, scenario: Scenario) => Inequality;
}

/** A constraint evaluated at a decision. */
export interface ConstraintResult extends Inequality {
  /** Name of the constraint. */
  readonly name: string;
  /** Unit of demand and limit. */
  readonly unit: string;
  /** (limit - demand) / limit: negative when the constraint is violated. */
  readonly margin: number;
  /** `demand <= limit`, with no tolerance. */
  readonly satisfied: boolean;
}

/**
 * Evaluates a constraint, with its margin.
 *
 * @param constraint - the requirement.
 * @param decision - what is bought and how it is run.
 * @param scenario - what is given.
 * @returns demand, limit and margin; `satisfied` is `demand <= limit`, with no tolerance.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `invalid-constraint`, or `not-a-number` for sides that are none.
 */
export function evaluateConstraint(constraint: Constraint, decision: Decision, scenario: Scenario): ConstraintResult {
  checkedConstraint(constraint);
  const { demand, limit } = checkSides(
    constraint.evaluate(checkDecision(decision), checkScenario(scenario)),
    constraint.name,
  );
  return {
    name: constraint.name,
    unit: constraint.unit,
    demand,
    limit,
    margin: marginOf(demand, limit),
    satisfied: demand <= limit,
  };
}

/** Refuses what is no constraint. */
export function checkConstraint(constraint: Constraint, field: string): void {
  checkObject(constraint, field);
  checkFunction(constraint.evaluate, `${field}.evaluate`);
  for (const key of ["name", "unit"] as const)
    if (typeof constraint[key] !== "string")
      throw new InfrascaleError({
        code: "invalid-constraint",
        field: `${field}.${key}`,
        ...valueRule("string"),
        value: constraint[key],
      });
  checkOneOf(constraint.withMoreReplicas ?? "unknown", `${field}.withMoreReplicas`, ["easier", "harder", "unknown"]);
}

const checkedConstraint = once((constraint: Constraint) => {
  checkConstraint(constraint, "constraint");
});

/** A constraint whose sides are not numbers would be neither met nor violated. */
export function checkSides(sides: Inequality, name: string): Inequality {
  // A search comes here millions of times: names are put together for errors only.
  if (isNumber((sides as Inequality | null)?.demand) && isNumber(sides.limit)) return sides;
  checkObject(sides, `constraint ${name}`);
  for (const side of ["demand", "limit"] as const) checkComputed(sides[side], `constraint ${name}.${side}`);
  return sides;
}

const isNumber = (value: unknown): boolean => typeof value === "number" && !Number.isNaN(value);

/** What is left of a limit, as a share of it; of an endless one all, or nothing where the demand is endless too. */
function marginOf(demand: number, limit: number): number {
  if (!Number.isFinite(limit)) return demand === limit ? 0 : Math.sign(limit);
  if (limit === 0) return demand <= 0 ? 0 : -demand;
  return (limit - demand) / Math.abs(limit);
}
