import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { FieldName } from "./scenario/fields.js";
import { fieldOf } from "./scenario/paths.js";
import { questionOf, type Question } from "./scenario/question.js";
import { readInputs, rewritten, START, type Read, type Scenario } from "./scenario/scenario.js";
import { writeLink, type SharedAnswer } from "./scenario/link.js";
import type { Strings } from "./language/en.js";
import { LANGUAGES, type Language } from "./language/languages.js";
import { clerk } from "./worker/client.js";
import type { Answer, Catalogue, RefusedFormats, Refusal } from "./worker/protocol.js";

/** Put in place by the build, so that the page has no more of the package than this. */
declare const LIBRARY_VERSION: string;

/** Version of the library that answers. */
export const libraryVersion: string = LIBRARY_VERSION;

/** Answers while one types. */
export const answerClerk = clerk("answer");
/** Takes its time: curves, fleets, replays; the next key stops it. */
export const studyClerk = clerk("study");
/** Takes long: nothing else waits behind it; the next key stops it as well. */
export const longClerk = clerk("long study");

/** What is asked: the one state of the form. */
export const scenario = signal<Scenario>(START);
/** Language of the page. */
export const language = signal<Language>("en");
/** True once somebody chose it, or a link did: links then say it. */
export const isLanguageChosen = signal(false);
/** What the link said of the answer when it was shared. */
export const sharedAnswer = signal<SharedAnswer | null>(null);
/** True for a link of a later version. */
export const isLinkNewer = signal(false);
/** What the form has to choose from; null until the worker has told it. */
export const catalogue = signal<Catalogue | null>(null);
/** Formats that the model, the GPU and the engine of the question refuse. */
export const refusedFormats = signal<RefusedFormats>({ weights: {}, kvCache: {} });
/** Day on which prices are asked for. */
export const today = signal("");

/** What is on the screen beside the form. */
export interface Shown {
  /** The last answer; null before the first. */
  readonly answer: Answer | null;
  /** What that answer is of. */
  readonly question: Question | null;
  /** Why the present question has none; null while it has, or is being worked out. */
  readonly refusal: Refusal | null;
  /** Message of a computation that broke. */
  readonly failure: string | null;
}

/** What is on the screen beside the form. */
export const shown = signal<Shown>({ answer: null, question: null, refusal: null, failure: null });

/** All words of the page. */
export const say: ReadonlySignal<Strings> = computed(() => LANGUAGES[language.value]);
/** What was understood of the form. */
export const read: ReadonlySignal<Read> = computed(() => readInputs(scenario.value.inputs, say.value.numbers.mark));
/** The last question, with all that it says in one text. */
let last: { readonly text: string; readonly question: Question } | null = null;
/** What the library is asked; null while a field cannot be read. The same one for as long as it says the same. */
export const question: ReadonlySignal<Question | null> = computed(() => {
  const { values } = read.value;
  const { inputs, profile } = scenario.value;
  if (values === null) return null;
  const asked = questionOf(values, inputs, { profile, today: today.value });
  const text = JSON.stringify(asked);
  if (last?.text !== text) last = { text, question: asked };
  return last.question;
});
/** True where the answer on the screen is of another question than the form's. */
export const isStale: ReadonlySignal<boolean> = computed(() => shown.value.question !== question.value);
/** The field that the library refused; null where it is none of the form's. */
export const refusedField: ReadonlySignal<FieldName | null> = computed(() => {
  const { refusal } = shown.value;
  return refusal === null ? null : fieldOf(refusal.field, scenario.value.inputs);
});

/** The form as a link, without the answer. */
export const link: ReadonlySignal<string> = computed(() =>
  writeLink(scenario.value, say.value.numbers.mark, { language: isLanguageChosen.value ? language.value : null }),
);

/** Types a text into fields. What a link said of its answer is no longer of this question, and how GPUs are joined is not of another GPU. */
export function type(texts: Partial<Record<FieldName, string>>): void {
  const { inputs, ...rest } = scenario.value;
  sharedAnswer.value = null;
  scenario.value = { ...rest, inputs: { ...inputs, ...(texts.gpu !== undefined && { gpuLink: "" }), ...texts } };
}

/** Another language, with every number as that language writes it. */
export function speak(to: Language): void {
  const from = say.value.numbers.mark;
  language.value = to;
  isLanguageChosen.value = true;
  const { inputs, ...rest } = scenario.value;
  scenario.value = { ...rest, inputs: rewritten(inputs, from, say.value.numbers.mark) };
}
