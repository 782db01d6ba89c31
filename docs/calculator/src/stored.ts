/** What the page keeps between visits. */
export type StoredName = "language" | "theme";

/** A kept choice; null where there is none, or the browser keeps nothing. */
export function stored(name: StoredName): string | null {
  try {
    return localStorage.getItem(`infrascale.${name}`);
  } catch {
    return null;
  }
}

/** Keeps a choice, where the browser keeps anything. */
export function store(name: StoredName, value: string): void {
  try {
    localStorage.setItem(`infrascale.${name}`, value);
  } catch {
    // Without storage the choice holds for this visit.
  }
}
