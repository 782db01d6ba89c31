/** Counts of names. */
export class Tally {
  readonly #counts = new Map<string, number>();

  /** Counts a name once more. */
  add(name: string): void {
    this.#counts.set(name, this.of(name) + 1);
  }

  /** How often a name was counted. */
  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Names and counts, the most frequent first. */
  sorted(): readonly (readonly [string, number])[] {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }
}
