import { compareVersions, ENGINE_NAMES, engineAtVersion, versionTo, type Engine, type EngineName } from "../engine.js";
import type { Assumption } from "./assumption.js";
import { isTooLong } from "./longest-name.js";
import { normaliseName } from "./normalise-name.js";

/** An engine by name. */
export interface NamedEngine {
  /** Rules of the version. */
  readonly engine: Engine;
  /** Number of the version, which timing depends on, without what follows it; null when none is known, which means the newest. */
  readonly version: string | null;
  /** What the name or the version left open. */
  readonly assumed: readonly Assumption[];
}

/** How an engine is written in the names of what it is part of, lower case, where that is not its name. */
const WRITTEN: Readonly<Partial<Record<EngineName, RegExp>>> = {
  "tensorrt-llm": /tensor-?rt-?llm|\btrt/,
  generic: /^generic$/,
};

const patternOf = (engine: EngineName): RegExp => WRITTEN[engine] ?? new RegExp(engine);

/** Where a name says an engine's; -1 where it does not. */
const placeOf = (engine: EngineName, name: string): number =>
  name.slice(0, LONGEST).toLowerCase().replaceAll("_", "-").search(patternOf(engine));

/** The engine that a name begins with. */
export const engineAtStart = (name: string): EngineName | undefined =>
  ENGINE_NAMES.find((engine) => placeOf(engine, name) === 0);

/** Short forms, without punctuation. */
const SHORT: Readonly<Record<string, EngineName>> = { trtllm: "tensorrt-llm" };

/** The engine whose own name this is, in any spelling; undefined for a fork or another engine. */
export const engineSpelt = (name: string): EngineName | undefined => {
  const key = normaliseName(name.slice(0, LONGEST));
  return (
    ENGINE_NAMES.find((engine) => normaliseName(engine) === key) ?? (Object.hasOwn(SHORT, key) ? SHORT[key] : undefined)
  );
};

/** First releases of vLLM had one engine core, V0; V1 is the default from 0.8 on. Logs name the core alone at times. */
const VLLM_CORES: readonly (readonly [RegExp, string])[] = [
  [/^V0(?![.\d])/, "0"],
  [/^V1 \(pre-0\.20/, "0.19"],
];

/** Characters that are looked at. */
const LONGEST = 256;

/** `0.19.0`, `v0.6.1`, `feat/1.2-mlpinf`, `0.20.1+transformers-5.8.1`; not the digits of a commit or a date. */
const VERSION = /(?:^|[\s/])v?(\d+\.\d+(?:\.\d+)*)|^v?(\d{1,3})$/i;

/**
 * The engine of a name, in any spelling: forks count as the engine that they come from. Nightly builds, branches and
 * commits are read as the newest version that is known.
 *
 * @param name - `vllm`, `SGLang`, `TRT-LLM`, `vLLM (ROCm fork)`, `vllm@v0.19.0` ...
 * @param engines - the catalog.
 * @param stated - the version, where it is not in the name.
 * @param released - the version to take where none can be read.
 * @returns the engine, or null when the name is that of none.
 */
export function resolveEngineName(
  name: string,
  engines: readonly Engine[],
  stated?: string,
  released?: string,
): NamedEngine | null {
  if (isTooLong(name)) return null;
  const [spelt = "", inline] = name.trim().split(/@(.*)/s);
  const engine = ENGINE_NAMES.find((known) => placeOf(known, spelt) >= 0);
  const newest = engine === undefined ? undefined : engineAtVersion(engines, engine);
  if (engine === undefined || newest === undefined) return null;
  return atVersion(
    newest,
    engines,
    spelt,
    inline || stated,
    released,
    engineSpelt(spelt) === engine ? [] : [{ code: "engine", asked: spelt, used: engine }],
  );
}

/**
 * An engine that the catalog has no rules of its own for, under the rules for any.
 *
 * @param name - of the engine.
 * @param engines - the catalog.
 * @param stated - its version.
 * @returns the generic engine.
 */
export function genericEngine(name: string, engines: readonly Engine[], stated?: string): NamedEngine | null {
  const newest = engineAtVersion(engines, "generic");
  return newest === undefined
    ? null
    : { engine: newest, version: numberOf(stated ?? ""), assumed: [{ code: "engine", asked: name, used: "generic" }] };
}

function atVersion(
  newest: Engine,
  engines: readonly Engine[],
  name: string,
  stated: string | undefined,
  released: string | undefined,
  assumed: readonly Assumption[],
): NamedEngine {
  const read = readVersion(newest, name, stated ?? "");
  const version = read ?? readVersion(newest, name, released ?? "");
  const engine = version === null ? newest : (engineAtVersion(engines, newest.engine, version) ?? newest);
  if (newest.engine === "generic" || (read !== null && !isBeyond(read, newest))) return { engine, version, assumed };
  const asked = stated === undefined || stated === "" ? {} : { asked: stated };
  return {
    engine,
    version,
    assumed: [
      ...assumed,
      { code: "engine-version", ...asked, used: read === null && version !== null ? version : newest.version },
    ],
  };
}

/** The number of a version; null where there is none, or a fork counts its own releases. */
function readVersion(newest: Engine, name: string, stated: string): string | null {
  const core = newest.engine === "vllm" ? VLLM_CORES.find(([pattern]) => pattern.test(stated))?.[1] : undefined;
  const number = core ?? numberOf(stated);
  return number !== null && isBeyond(number, newest) && placeOf(newest.engine, name) !== 0 ? null : number;
}

function numberOf(stated: string): string | null {
  const [, long, short] = VERSION.exec(stated.slice(0, LONGEST)) ?? [];
  const number = long ?? short ?? null;
  return number !== null && /^0(?:\.0)+$/.test(number) ? null : number;
}

/** Newer than any that is known, to as many parts as the newest is known by. */
function isBeyond(version: string, { version: newest }: Engine): boolean {
  return compareVersions(versionTo(version, newest.split(".").length), newest) > 0;
}
