import { compareVersions, type Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { draftLayerCount, hasExperts, type Model } from "../catalog/model.js";
import { replicaGpus } from "../deployment/parallelism.js";
import { InfrascaleError } from "../errors.js";
import type { DeploymentPlan } from "../performance/performance-model.js";
import { splitNotices } from "./common-notices.js";
import type { Draft, Drafter } from "./draft.js";
import { missingOptions } from "./engines/engine-option.js";
import { ENGINE_LAUNCHES } from "./engines/engine-launches.js";
import { launcherOf, type EngineLaunch } from "./engines/engine-launch.js";
import { launchedFormats } from "./launched-formats.js";
import type { LaunchedReplica } from "./launched-replica.js";
import { launchedVersion } from "./launched-version.js";
import { notice, type LaunchNotice } from "./notice.js";
import { decideRule } from "../rules/decide.js";

/** What the user supplies that no estimate knows. */
export interface LaunchChoices {
  /** Repository or path of the weights in the planned format. @defaultValue the model's own, where it has that format */
  readonly checkpoint?: string;
  /** Who drafts tokens. @defaultValue the model's own layers, where it has some */
  readonly drafter?: Drafter;
}

/** What is launched: on what, of what. */
export interface LaunchSubject {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: Engine;
}

/** A replica as its engine is told, how many of them make one that was sized, and what it takes. */
export interface ResolvedLaunch {
  readonly launch: EngineLaunch;
  readonly replica: LaunchedReplica;
  /** Servers that stand for one replica of the plan: its data-parallel ranks, where the engine starts each by itself. */
  readonly perReplica: number;
  readonly notices: readonly LaunchNotice[];
}

/**
 * The quantities of a plan as its engine is told them.
 *
 * @param plan - of an estimate.
 * @param subject - what is served on what.
 * @param choices - what the user supplies.
 * @returns the replica, and what stands between it and its start.
 * @throws {@link InfrascaleError} `contradictory-options` for an engine without options, and for a drafter where nothing is drafted.
 */
export function resolveLaunch(plan: DeploymentPlan, subject: LaunchSubject, choices: LaunchChoices): ResolvedLaunch {
  const { model, gpu, engine } = subject;
  const launch = ENGINE_LAUNCHES[engine.engine];
  if (launch === null)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "request.engine",
      ...decideRule("launchable-engine", { engines: launchable() }),
      value: engine.engine,
    });
  const { data, expert, tensor, pipeline, settings, draftTokens, precision, engineVersion } = plan;
  const isApart = data > 1 && !hasExperts(model) && launch.startsRanksApart;
  const parallelism = { tensor, pipeline, expert, data: isApart ? 1 : data };
  const gpus = replicaGpus(parallelism);
  const { serverGpus } = gpu;
  const servers = Math.ceil(gpus / serverGpus);
  const version = launchedVersion(engine, engineVersion);
  const { formats, notices: ofFormats } = launchedFormats(precision, model, launch, choices.checkpoint);
  const draft = draftOf(draftTokens, model, choices.drafter);
  const replica: LaunchedReplica = {
    engine: engine.engine,
    version,
    servedName: model.id,
    ...parallelism,
    ...settings,
    ...formats,
    draft,
    pooling: model.kind ?? null,
    hasExperts: hasExperts(model),
    gpus,
    servers,
  };
  return {
    launch,
    replica,
    perReplica: isApart ? data : 1,
    notices: [
      ...splitNotices(model, parallelism, precision),
      ...(gpus > serverGpus && gpus % serverGpus !== 0 ? [notice("uneven-servers", { gpus, serverGpus })] : []),
      ...(settings.maxModelLen > plan.longestTokens
        ? [notice("context-beyond-cache", { maxModelLen: settings.maxModelLen, longestTokens: plan.longestTokens })]
        : []),
      ...launch.noticesOf(replica),
      ...ofFormats,
      ...draftNotices(draft, draftTokens, launch),
      ...launcherNotices(launch, replica),
      ...(isApart ? [notice("ranks-as-servers", { data })] : []),
      ...missingOptions(launch.options, replica).map((option) => notice("no-option", { option, version })),
      ...versionNotices(launch, version, engineVersion),
    ],
  };
}

const launchable = (): readonly string[] =>
  Object.entries(ENGINE_LAUNCHES).flatMap(([name, launch]) => (launch === null ? [] : [name]));

function draftOf(tokens: number, model: Model, drafter: Drafter | undefined): Draft | null {
  if (tokens === 0 && drafter !== undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "options.drafter",
      ...decideRule("nothing-drafted"),
      value: drafter.method,
    });
  if (tokens === 0) return null;
  if (drafter !== undefined) return { ...drafter, tokens };
  return draftLayerCount(model) > 0 ? { method: "mtp", tokens } : null;
}

function draftNotices(draft: Draft | null, draftTokens: number, { drafts }: EngineLaunch): readonly LaunchNotice[] {
  if (draft === null) return draftTokens === 0 ? [] : [notice("draft-model", { draftTokens })];
  return [
    ...(drafts.includes(draft.method) ? [] : [notice("draft-method", { method: draft.method })]),
    ...(draft.method === "eagle3" ? [notice("draft-memory", { model: draft.model })] : []),
  ];
}

function launcherNotices(launch: EngineLaunch, replica: LaunchedReplica): readonly LaunchNotice[] {
  const launcher = launcherOf(launch, replica);
  return launcher === null ? [] : [notice("launcher", { servers: replica.servers, by: launcher.by })];
}

function versionNotices({ readFrom, readTo }: EngineLaunch, version: string, timed: string): readonly LaunchNotice[] {
  return [
    ...(compareVersions(version, timed) === 0 ? [] : [notice("timed-version", { timed, launched: version })]),
    ...(compareVersions(version, readFrom) < 0 ? [notice("options-read-from", { version, readFrom })] : []),
    ...(isBeyond(version, readTo) ? [notice("options-read-to", { version, readTo })] : []),
  ];
}

/** True of a version after all releases that begin as the last one read: 0.27.2 is none after 0.27. */
const isBeyond = (version: string, readTo: string): boolean =>
  compareVersions(version, readTo) > 0 && !version.startsWith(`${readTo}.`);
