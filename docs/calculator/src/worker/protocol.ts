import type { EngineProfile, ErrorDetails, NamedEstimate, WorkloadPreset } from "infrascale";
import type { CalibrationWarning, FitWarning } from "infrascale/calibrate";
import type { DayPlan, LaunchNotice, ServerPurchase, ServingCost, WhatIf } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import type {
  FleetBears,
  FleetQuestion,
  GpuSteps,
  Replay,
  ReplayQuestion,
  SpeedByLoad,
  SpeedQuestion,
} from "./load-studies.js";
import type { ScenarioFile } from "../scenario/scenario-file.js";
import type { ComparedGpu, CompareQuestion } from "./compared.js";

/** What a worker can be asked, and what it answers. A work is added here and in the table of `main.ts`. */
export interface Works {
  /** What the form has to choose from. */
  readonly catalogue: { readonly asked: null; readonly answer: Catalogue };
  /** Models by words of their names, the nearest few. */
  readonly findModels: { readonly asked: string; readonly answer: readonly FoundModel[] };
  /** A model of one's own, from the files of its repository. */
  readonly readModel: { readonly asked: ModelFiles; readonly answer: OwnModel };
  /** Formats that cannot be chosen, and why. */
  readonly refusedFormats: { readonly asked: FormatsQuestion; readonly answer: RefusedFormats };
  /** The fewest GPUs, in servers, and what they cost. */
  readonly answer: { readonly asked: Question; readonly answer: Answer };
  /** What the original's formulas say of the same people. */
  readonly classic: { readonly asked: ClassicQuestion; readonly answer: ClassicAnswer };
  /** A GPU of which far fewer would do; null where there is none. */
  readonly muchFewer: { readonly asked: FewerQuestion; readonly answer: MuchFewer | null };
  /** The most that GPUs bear. */
  readonly fleetBears: { readonly asked: FleetQuestion; readonly answer: FleetBears };
  /** From which load to which it takes how many GPUs; told as each is found. */
  readonly gpuSteps: { readonly asked: Question; readonly answer: GpuSteps };
  /** An answer replayed request by request. */
  readonly replay: { readonly asked: ReplayQuestion; readonly answer: Replay };
  /** Times that the GPUs of an answer give under other loads. */
  readonly speedByLoad: { readonly asked: SpeedQuestion; readonly answer: SpeedByLoad };
  /** What would do where nothing does as it is asked. */
  readonly waysOut: { readonly asked: Question; readonly answer: readonly WayOut[] };
  /** The same service on several GPUs; progress has a row each. */
  readonly compare: { readonly asked: CompareQuestion; readonly answer: readonly ComparedGpu[] };
  /** What would take fewer GPUs, and what more. */
  readonly whatIf: { readonly asked: Question; readonly answer: Moved };
  /** How far each figure may move before the GPUs are others. */
  readonly thresholds: { readonly asked: Question; readonly answer: Thresholds };
  /** How the answer is started and tested; null where nothing serves the question. */
  readonly launch: { readonly asked: Question; readonly answer: LaunchAnswer | null };
  /** GPUs by the hour; null where nothing serves the question. */
  readonly day: { readonly asked: DayQuestion; readonly answer: DayAnswer | null };
  /** A profile of the engine, fitted to load tests. */
  readonly calibrate: { readonly asked: CalibrateQuestion; readonly answer: CalibratedProfile };
  /** A scenario file of the command. */
  readonly readScenario: { readonly asked: string; readonly answer: ScenarioFile };
}

/** Name of a work. */
export type Work = keyof Works;

/** What is sent to a worker. */
export interface Order<Of extends Work = Work> {
  readonly id: number;
  readonly work: Of;
  readonly asked: Works[Of]["asked"];
}

/** What a worker says of an order. Progress is a share, with as much of the answer as is there. */
export type Report<Of extends Work = Work> =
  | { readonly id: number; readonly kind: "progress"; readonly share: number; readonly part: unknown }
  | { readonly id: number; readonly kind: "done"; readonly answer: Works[Of]["answer"] }
  | { readonly id: number; readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };

/** An error of the library as plain data: of the value that was refused only what can be shown. */
export type Refusal = ErrorDetails;

/** What became of an order. */
export type Outcome<Answer> =
  | { readonly kind: "done"; readonly answer: Answer }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "failed"; readonly message: string }
  /** A newer one took its place, or the worker was stopped. */
  | { readonly kind: "dropped" };

/** A GPU in the form's list. */
export interface ListedGpu {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly memoryBytes: number;
  /** How those of a server are joined as usual, `NVLink4` for example; null for a GPU that is alone. */
  readonly link: string | null;
}

/** What the form has to choose from. */
export interface Catalogue {
  readonly presets: readonly WorkloadPreset[];
  readonly gpus: readonly ListedGpu[];
  readonly zones: readonly string[];
}

/** A model that a search found. */
export interface FoundModel {
  readonly id: string;
  readonly parameters: number;
  readonly activeParameters: number;
}

/** Texts of a model's files. */
export interface ModelFiles {
  /** Name of the model; empty to take the config's. */
  readonly name: string;
  readonly config: string;
  /** `hf_quant_config.json`; null without. */
  readonly quantisation: string | null;
}

/** A model of one's own, as the form holds it. */
export interface OwnModel extends FoundModel {
  readonly packed: string;
}

/** A field of a number format. */
export type FormatField = "weights" | "kvCache";

/** A question, and the formats that somebody might choose. */
export interface FormatsQuestion {
  readonly question: Question;
  readonly formats: Readonly<Record<FormatField, readonly string[]>>;
}

/** What the library says of the formats that it refuses, by field and format. */
export type RefusedFormats = Readonly<Record<FormatField, Readonly<Record<string, Refusal>>>>;

/** The answer of the page. */
export interface Answer {
  readonly estimate: NamedEstimate;
  readonly gpu: AnsweredGpu;
  /** In the servers that idle the fewest GPUs; null where nothing does. */
  readonly servers: ServerPurchase | null;
  /** Null where nothing does. */
  readonly cost: ServingCost | null;
}

/** The GPU of an answer. */
export interface AnsweredGpu extends ListedGpu {
  /** All the memory that there is on the card, bytes. */
  readonly cardBytes: number;
}

/** People and targets as the original asks for them. */
export interface ClassicQuestion {
  readonly question: Question;
  readonly requestsInFlight: number;
}

/** The original's answer; GPUs are null where no number of them does. */
export interface ClassicAnswer {
  readonly gpus: number | null;
  readonly gpusPerReplica: number | null;
  readonly replicas: number | null;
  /** What it was asked for: output tokens per second of a request, and the longest wait. */
  readonly tokensPerSecond: number | null;
  readonly waitSeconds: number | null;
}

/** A question, and the GPUs that it takes. */
export interface FewerQuestion {
  readonly question: Question;
  readonly gpus: number;
}

/** The fewest GPUs of another kind. */
export interface MuchFewer {
  readonly gpu: ListedGpu;
  readonly gpus: number;
}

/** A limit of the question, and where it moves to. */
export interface MovedLimit {
  /** Name of the constraint. */
  readonly constraint: string;
  readonly unit: string;
  readonly to: number;
}

/** A change with which some number of GPUs does: limits that move together, or another field. */
export type WayOut =
  | { readonly kind: "limits"; readonly limits: readonly MovedLimit[]; readonly gpus: number }
  | { readonly kind: "gpu"; readonly gpu: ListedGpu; readonly gpus: number }
  | { readonly kind: "weights"; readonly weights: "fp8" | "int4"; readonly gpus: number };

/** What would be otherwise, one thing each. */
export type Moved = WhatIf["changes"];
/** How far each figure may move. */
export type Thresholds = WhatIf["thresholds"];

/** Texts that start a fleet and test it. */
export interface LaunchAnswer {
  /** Copies that are started, spare ones included. */
  readonly replicas: number;
  readonly gpusEach: number;
  readonly engine: string;
  readonly version: string;
  /** Of each server of a replica. */
  readonly commands: readonly string[];
  /** The engine's file of options, and the commands that read it. */
  readonly file: { readonly name: string; readonly text: string; readonly commands: readonly string[] };
  /** Null where Compose cannot start it. */
  readonly compose: string | null;
  /** Null where Kubernetes cannot. */
  readonly kubernetes: string | null;
  /** By tool; none for models that write nothing. */
  readonly loadTests: readonly {
    readonly tool: string;
    readonly text: string;
    /** File that it leaves. */
    readonly result: string;
    /** How prompts and outputs are spread in it. */
    readonly lengths: "equal" | "uniform" | "normal";
  }[];
  readonly notices: readonly LaunchNotice[];
  /** The whole plan as JSON, for `infrascale check`. */
  readonly plan: string;
}

/** A question, and a load curve by name. */
export interface DayQuestion {
  readonly question: Question;
  readonly curve: string;
}

/** GPUs by the hour. */
export type DayAnswer = Pick<DayPlan, "hours" | "gpuHours" | "starts" | "startUpSeconds" | "reservedGpus" | "money">;

/** Load tests, and a question whose deployment they are of. */
export interface CalibrateQuestion {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly question: Question;
}

/** A profile, and what it is worth. Errors are shares of what was measured, of half the figures. */
export interface CalibratedProfile {
  readonly profile: EngineProfile;
  /** Rows that were used. */
  readonly rows: number;
  readonly errorBefore: number;
  readonly errorAfter: number;
  /** Of rows that the fit has not seen; null with one row. */
  readonly errorLeftOut: number | null;
  readonly warnings: readonly (CalibrationWarning | FitWarning)[];
}
