import type { JSX } from "preact";
import { AnswerColumn } from "./answer/answer.js";
import { Form } from "./form/form.js";
import { Header } from "./header.js";
import { libraryVersion, say } from "./state.js";

/** Pages and files that stand beside this one. */
const BESIDE = [
  { href: "./accessibility.html", name: "accessibility" },
  { href: "./legal.html", name: "legal" },
  { href: "./calculator-offline.html", name: "offline" },
] as const;

/** The whole page: form and answer, side by side where there is room. */
export function Page(): JSX.Element {
  const { page } = say.value;
  return (
    <>
      <a
        class="skip"
        href="#answer"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("answer")?.focus();
        }}
      >
        {page.skip}
      </a>
      <Header />
      <main class="columns">
        <Form />
        <AnswerColumn />
      </main>
      <footer class="foot">
        <p>{page.privacy}</p>
        <p>{page.made(libraryVersion)}</p>
        <p class="beside">
          {BESIDE.map(({ href, name }) => (
            <a key={href} href={href}>
              {page.beside[name]}
            </a>
          ))}
        </p>
      </footer>
    </>
  );
}
