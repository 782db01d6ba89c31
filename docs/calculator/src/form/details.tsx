import type { ComponentChildren, JSX } from "preact";

/** What few need, closed, with its present value in the heading. */
export function Details({
  title,
  value,
  children,
}: {
  readonly title: string;
  readonly value: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <details>
      <summary>
        {title} {value !== "" && <span class="value">{value}</span>}
      </summary>
      <div class="fields">{children}</div>
    </details>
  );
}
