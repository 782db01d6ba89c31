import { batch, effect } from "@preact/signals";
import { headline } from "./answer/headline.js";
import { languageFor, isLanguage } from "./language/languages.js";
import type { Question } from "./scenario/question.js";
import { formatsOf } from "./scenario/fields.js";
import { readLink, writeLink } from "./scenario/link.js";
import { START } from "./scenario/scenario.js";
import * as state from "./state.js";
import { loadLibraryWords } from "./language/say-library.js";
import { stored } from "./stored.js";
import { oneAtATime } from "./worker/one-at-a-time.js";

/** From the last key to the link, milliseconds. */
const LINK_DELAY = 150;
const LINK_OF_START = writeLink(START, ".", { language: null });

/** Opens the page: language, link, catalogue; then answers whatever is typed. */
export function start(): void {
  state.today.value = new Date().toISOString().slice(0, "2026-11-30".length);
  openLink();
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== written) openLink();
  });
  effect(answerQuestion);
  effect(askFormats);
  effect(keepLink);
  effect(nameLanguage);
  effect(nameAnswer);
  addEventListener("beforeprint", openForPrint);
  void loadLibraryWords();
  void import("./study/held-heights.js").then(({ holdHeights }) => holdHeights(document.body));
  void state.answerClerk.ask("catalogue", null).then((outcome) => {
    if (outcome.kind === "done") state.catalogue.value = outcome.answer;
  });
}

/** The link as this page wrote it last: it is not read again. */
let written = "";

function openLink(): void {
  const said = new URLSearchParams(location.hash.slice(1)).get("lang");
  const isSaid = said !== null && isLanguage(said);
  const wished = isSaid ? said : languageFor([stored("language") ?? "", ...navigator.languages]);
  batch(() => {
    state.language.value = wished;
    state.isLanguageChosen.value ||= isSaid;
    const link = readLink(location.hash, state.say.value.numbers.mark);
    state.scenario.value = { ...state.scenario.value, ...link.scenario };
    state.sharedAnswer.value = link.shared;
    state.isLinkNewer.value = link.isNewer;
  });
}

let linkTimer: ReturnType<typeof setTimeout> | undefined;

function keepLink(): void {
  const link = state.link.value;
  clearTimeout(linkTimer);
  linkTimer = setTimeout(() => {
    written = link;
    const isUntouched = location.hash === "" && link === LINK_OF_START;
    if (!isUntouched && location.hash.slice(1) !== link) history.replaceState(null, "", `#${link}`);
  }, LINK_DELAY);
}

/** Longest that a new question waits for the answer of an older one, milliseconds: to begin anew takes a third of it. */
const PATIENCE = 700;

const askAnswer = oneAtATime((question: Question) => state.answerClerk.ask("answer", question), {
  patienceMs: PATIENCE,
  giveUp: state.answerClerk.stop,
});

function answerQuestion(): void {
  const question = state.question.value;
  state.studyClerk.stop();
  state.longClerk.stop();
  if (question === null) return;
  void askAnswer(question).then((outcome) => {
    if (outcome.kind === "dropped") return;
    const { shown } = state;
    if (outcome.kind === "done") shown.value = { answer: outcome.answer, question, refusal: null, failure: null };
    else if (outcome.kind === "refused") shown.value = { ...shown.value, refusal: outcome.refusal, failure: null };
    else shown.value = { ...shown.value, failure: outcome.message };
  });
}

/** Formats that the form offers, those of the checkpoint aside. */
const formats = { weights: formatsOf("weights"), kvCache: formatsOf("kvCache") };
const findRefused = oneAtATime((question: Question) => state.answerClerk.ask("refusedFormats", { question, formats }));

/** Asked behind the answer, so that it waits for nothing. */
function askFormats(): void {
  const question = state.question.value;
  if (question === null) return;
  void findRefused(question).then((outcome) => {
    if (outcome.kind === "done") state.refusedFormats.value = outcome.answer;
  });
}

function nameLanguage(): void {
  document.documentElement.lang = state.language.value;
}

/** The answer in the title: of several tabs one sees which is which. */
function nameAnswer(): void {
  const { answer } = state.shown.value;
  const { title } = state.say.value.page;
  document.title = answer === null ? title : `${headline(state.say.value, answer)} | ${title}`;
}

/** On paper nothing can be opened. */
function openForPrint(): void {
  for (const details of document.querySelectorAll(".answer details")) details.setAttribute("open", "");
}
