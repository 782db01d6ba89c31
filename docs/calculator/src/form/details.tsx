import type { ComponentChildren, JSX } from "preact";

/** What few need, closed, with its present value in the heading. */
export function Details({
  title,
  value,
  isStep = false,
  children,
}: {
  readonly title: string;
  readonly value: string;
  /** True of a whole question of the form. */
  readonly isStep?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <details class={isStep ? "step" : ""}>
      <summary>
        <span class="title">{title}</span> {value !== "" && <span class="value">{value}</span>}
      </summary>
      <div class="fields">{children}</div>
    </details>
  );
}
