import { isPoolingModel, writesNothing, type Model } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { checkKeys, checkObject, checkPositive, checkShape } from "../internal/check.js";
import { ARRIVALS } from "./arrivals.js";
import {
  STATISTICS,
  TARGETS,
  targetNames,
  type Acceptance,
  type TargetName,
  type Targets,
  type TimeTarget,
} from "./targets.js";
import { workloadRule } from "../rules/workload.js";

/**
 * Checks what has to hold. At least one target is named: without any, a single GPU with an endless queue would do.
 *
 * @param targets - speed and times, and the load test that has to show them.
 * @returns the targets that are named.
 * @throws {@link InfrascaleError} `missing-target`, `invalid-type` or `out-of-range`.
 */
export function checkTargets(targets: Targets): Targets {
  const { acceptance, ...limits } = checkObject(targets, "targets");
  const named = checkNamed(limits, "targets", targetNames(), checkTarget) as Targets;
  return acceptance === undefined ? named : { ...named, acceptance: checkAcceptance(acceptance, "targets.acceptance") };
}

function checkAcceptance(value: unknown, field: string): Acceptance {
  const { rounds, equalLengths } = ARRIVALS["closed-loop"].fields;
  checkKeys(checkObject(value, field), field, ["rounds", "equalLengths"]);
  checkShape(value, field, { rounds, equalLengths });
  return value as Acceptance;
}

/**
 * The same for a model: one that writes no text has no speed of writing.
 *
 * @param targets - speed and times.
 * @param model - whose they are.
 * @returns the targets that are named.
 * @throws {@link InfrascaleError} as of {@link checkTargets}, and `unsupported-target`.
 */
export function checkTargetsOf(targets: Targets, model: Pick<Model, "id" | "kind">): Targets {
  const checked = checkTargets(targets);
  for (const name of ["tokensPerSecond", "tpot"] as const)
    if (isPoolingModel(model) && checked[name] !== undefined)
      throw new InfrascaleError({
        code: "unsupported-target",
        field: `targets.${name}`,
        ...writesNothing(model),
        value: checked[name],
      });
  return checked;
}

function checkTarget(value: unknown, field: string, target: TargetName): number | TimeTarget {
  if (TARGETS[target].kind !== "time" || typeof value !== "object" || value === null)
    return checkPositive(value, field);
  return checkNamed(value, field, STATISTICS, checkPositive);
}

/** At least one of some names, each checked. */
function checkNamed<Name extends string, Value>(
  value: unknown,
  field: string,
  names: readonly Name[],
  check: (value: unknown, field: string, name: Name) => Value,
): { readonly [Key in Name]?: Value } {
  const fields = checkObject(value, field);
  checkKeys(fields, field, names);
  const named = names.filter((name) => fields[name] !== undefined);
  if (named.length === 0)
    throw new InfrascaleError({
      code: "missing-target",
      field,
      ...workloadRule("some-target", { names }),
      value: "none",
    });
  return Object.fromEntries(named.map((name) => [name, check(fields[name], `${field}.${name}`, name)])) as {
    readonly [Key in Name]?: Value;
  };
}
