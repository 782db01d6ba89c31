import type { Decision } from "../performance/decision.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import type { EngineProfile, ProfileParameters } from "../deployment/engine-profile.js";
import { profileDeviations } from "../performance/profile-deviations.js";
import type { Scenario } from "../deployment/scenario.js";

/** An engine profile, and what its model would predict with others like it. */
export interface ProfiledModel {
  readonly profile: EngineProfile;
  /** The same model with other parameters in its profile. */
  readonly perturbed: (parameters: ProfileParameters) => PerformanceModel;
}

/**
 * How sure a model with a fitted profile is of its times at a decision: see `profileDeviations`.
 *
 * @param model - the profile, and the model by its parameters.
 * @param decision - a deployment that the profile was fitted to.
 * @param scenario - for what.
 * @returns relative standard deviations of what the profile measured; the cache is never among it.
 */
export const deviationsAt = (
  { profile, perturbed }: ProfiledModel,
  decision: Decision,
  scenario: Scenario,
): ReturnType<typeof profileDeviations> =>
  profileDeviations(profile, (parameters) => {
    const model = perturbed(parameters);
    return {
      secondsPerToken: model.secondsPerOutputToken(decision, scenario),
      secondsToFirstToken: model.secondsToFirstToken(decision, scenario),
    };
  });
