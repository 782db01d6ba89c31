/**
 * From a count of GPUs to a purchase: GPUs side by side, money and footprint, what a fleet bears, what would change the count and why it is
 * what it is, loads by the hour, and the launch with its load test.
 *
 * @module decide
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";

// GPUs side by side.
export { compareGpus, type Comparison } from "./decide/compare/compare-gpus.js";
export type { CompareOptions, CompareRequest } from "./decide/compare/compare-options.js";
export type {
  Assessed,
  Candidate,
  Choice,
  FeasibleCandidate,
  Impractical,
  InfeasibleCandidate,
  RefusedCandidate,
} from "./decide/compare/candidate.js";

// What a fleet bears, what would change it, why; servers, days and months.
export { maxInputTokens, maxUsers, tightestTargets } from "./decide/fleet/max-users.js";
export type { FleetLimit, FleetOptions, FleetRequest, FleetUse } from "./decide/fleet/fleet-limit.js";
export { changesOf, type Change, type WhatIfOptions } from "./decide/what-if/changes.js";
export { whatIf, type WhatIf } from "./decide/what-if/what-if.js";
export { explain } from "./decide/explain/explain.js";
export type { ExplainedSides, Explanation, ExplanationCode, ExplanationValues } from "./decide/explain/explanation.js";
export type { Threshold } from "./decide/what-if/thresholds.js";
export { byDeadline, ofThroughput, type Deadline, type TimedWorkload } from "./decide/deadline.js";
export { packServers, type FleetPart, type PackedServers, type ServerLayout } from "./decide/servers/pack-servers.js";
export { inServers, serverSizes, type ServerPurchase, type ServerSize } from "./decide/servers/server-sizes.js";
export { dayCurve, dayCurves, type DayCurve } from "./decide/day/day-curve.js";
export { dayPlan, type DayOptions, type DayPlan, type PlannedHour } from "./decide/day/day-plan.js";
export type { GpuHourPrices, PlannedMoney } from "./decide/day/day-plan.js";
export { growthPlan, type GrowthOptions, type PlannedMonth } from "./decide/day/growth-plan.js";
export type { FeasibleNamed } from "./decide/day/replicas-needed.js";
export type { SizingOptions } from "./decide/needed.js";
export { reservedMix, type ReservedMix } from "./decide/day/reserved-mix.js";
export type { Sensitivity } from "./decide/what-if/sensitivities.js";

// Money, energy and carbon.
export { costOf, type LoadCost, type ServingCost } from "./cost/cost-of.js";
export type { CostOptions } from "./cost/cost-options.js";
export { breakEven, type BreakEven, type BreakEvenOptions, type Draws } from "./cost/break-even.js";
export { apiOffers, type ApiAlternative, type ApiOffer } from "./cost/api-offer.js";
export { electricityPrice, type ElectricityPrice } from "./cost/electricity-price.js";
export { ecologitsFootprint, type EcologitsRequest } from "./cost/ecologits.js";
export { ownedFleet, type OwnedFleet, type OwnedFleetOptions } from "./cost/owned-fleet.js";
export { gridZones, type GridCarbon } from "./cost/grid-carbon.js";
export { ownershipCost, type Ownership, type OwnershipTerms } from "./cost/ownership.js";
export { rentalOffers, type OfferTerms, type RentalOffer } from "./cost/rental-offer.js";
export { serverPrice, type PurchasePrice, type ServerPrice } from "./cost/purchase-price.js";
export type { CarbonUsage } from "./cost/carbon-usage.js";
export type { Currency, ExchangeRate, Range } from "./cost/money.js";
export type { FleetPower } from "./cost/fleet-power.js";
export type { Footprint } from "./cost/footprint.js";
export type { Machines } from "./cost/machines.js";
export type { PowerBasis } from "./cost/power-law.js";
export type { PriceAge } from "./cost/price-age.js";
export type { PriceSpread, Rent, RentOptions } from "./cost/rent.js";
export type { RequestTokens } from "./cost/operating-state.js";
export type { TokenPrices } from "./cost/token-prices.js";

// The launch, and a load test held against it.
export { planLaunch, type LaunchedLoadTest, type LaunchOptions, type LaunchPlan } from "./launch/plan-launch.js";
export type { Draft, Drafter } from "./launch/draft.js";
export type { LaunchChoices } from "./launch/resolve-launch.js";
export type { LaunchedFormats, LaunchedReplica } from "./launch/launched-replica.js";
export type { LaunchFile } from "./launch/words.js";
export type { LaunchNotice, NoticeCode, NoticeEffect, NoticeValues } from "./launch/notice.js";
export type { LoadTestCommand } from "./launch/load-test/load-test-command.js";
export type { PlannedTool } from "./launch/load-test/load-tests.js";
export type { PlannedLoadTest, TestedLengths } from "./launch/load-test/planned-load-test.js";
export {
  checkPlan,
  type CheckGap,
  type CheckOptions,
  type CheckStatus,
  type PlanCheck,
  type RunCheck,
} from "./launch/check/check-plan.js";
export type { CalibratedAnswer } from "./launch/check/calibrated-answer.js";
export type { TargetCheck } from "./launch/check/measured-target.js";
export type { LoadCheck } from "./launch/check/tested-load.js";
