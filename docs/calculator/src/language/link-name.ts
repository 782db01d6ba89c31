import type { Strings } from "./en.js";

/** A link in words; as the command writes it where it is none that the form offers. */
export const linkName = ({ links }: Strings, link: string): string =>
  (links.names as Readonly<Record<string, string>>)[link] ?? link;
