import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { LANGUAGE_CODES, LANGUAGES, type Language } from "./language/languages.js";
import { writeLink } from "./scenario/link.js";
import { isStale, language, libraryVersion, say, scenario, shown, speak } from "./state.js";
import { store, stored } from "./stored.js";

const THEMES = ["system", "light", "dark"] as const;

/** Title, language, appearance, and what one does with the answer. */
export function Header(): JSX.Element {
  const { page } = say.value;
  return (
    <header class="head">
      <div>
        <h1>{page.title}</h1>
        <p class="lead">{page.lead}</p>
      </div>
      <div class="tools">
        <LanguageChoice />
        <ThemeChoice />
        <a href="./docs/index.html" hreflang="en">
          {page.docs}
        </a>
        <CopyLink />
        <a
          href="#exports"
          onClick={(event) => {
            event.preventDefault();
            const title = document.getElementById("exports-title");
            if (title === null) return;
            title.tabIndex = -1;
            title.focus();
          }}
        >
          {say.value.parts.exports}
        </a>
        <button type="button" onClick={() => print()}>
          {page.print}
        </button>
      </div>
    </header>
  );
}

function LanguageChoice(): JSX.Element {
  return (
    <label>
      <span class="visually-hidden">{say.value.page.language}</span>
      <select
        id="language"
        value={language.value}
        onChange={({ currentTarget }) => {
          store("language", currentTarget.value);
          speak(currentTarget.value as Language);
        }}
      >
        {LANGUAGE_CODES.map((code) => (
          <option key={code} value={code} lang={code}>
            {LANGUAGES[code].name}
          </option>
        ))}
      </select>
    </label>
  );
}

function ThemeChoice(): JSX.Element {
  const { page } = say.value;
  const theme = useSignal(stored("theme") ?? "system");
  document.documentElement.dataset["theme"] = theme.value;
  return (
    <label>
      <span class="visually-hidden">{page.theme}</span>
      <select
        id="theme"
        value={theme.value}
        onChange={({ currentTarget }) => {
          store("theme", currentTarget.value);
          theme.value = currentTarget.value;
        }}
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {page.themes[name]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The link with the answer of today, so that whoever opens it later is told what changed. */
function CopyLink(): JSX.Element {
  const { page, numbers } = say.value;
  const state = useSignal<"idle" | "copied" | "refused">("idle");
  const field = useRef<HTMLInputElement>(null);
  const { answer } = shown.value;
  const estimate = answer?.estimate;
  const gpus = estimate?.status === "feasible" ? estimate.gpus : null;
  const link = `${location.href.split("#")[0] ?? ""}#${writeLink(scenario.value, numbers.mark, {
    language: language.value,
    ...(estimate !== undefined && !isStale.value && { shared: { library: libraryVersion, gpus } }),
  })}`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      state.value = "copied";
    } catch {
      state.value = "refused";
      requestAnimationFrame(() => {
        // Keys copy what is selected where the focus is.
        field.current?.focus();
        field.current?.select();
      });
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {page.copyLink}
      </button>
      <span role="status" class="copied">
        {state.value === "copied" && page.linkCopied}
      </span>
      {state.value === "refused" && (
        <label class="link-to-copy">
          {page.linkToCopy}
          <input ref={field} type="text" readOnly value={link} />
        </label>
      )}
    </>
  );
}
