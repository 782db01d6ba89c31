import type { ComponentChildren, JSX } from "preact";

/** One question of the form, with its fields. */
export function Step({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <fieldset class="step">
      <legend>{title}</legend>
      <div class="fields">{children}</div>
    </fieldset>
  );
}
