import type { EngineProfile } from "infrascale";

/** The profile that a file holds, told from other files by its kind; null of others. The library checks the rest. */
export function profileOf(text: string): EngineProfile | null {
  try {
    const content = JSON.parse(text) as { readonly kind?: unknown } | null;
    return content?.kind === "infrascale-engine-profile" ? (content as EngineProfile) : null;
  } catch {
    return null;
  }
}
