/** What stands in a part while its study is under way. */
const UNDER_WAY = ".study-space, .study-progress";

/**
 * Keeps each part of the answer as high as its last study made it until the next one is there: what is read below it does not jump.
 *
 * @param answer - holds the parts, now or later.
 */
export function holdHeights(answer: Element): void {
  const heights = new WeakMap<Element, number>();
  const hold = (): void => {
    const parts = [...answer.querySelectorAll<HTMLElement>(".part")];
    const underWay = parts.filter((part) => part.querySelector(UNDER_WAY) !== null);
    for (const part of parts) part.style.minHeight = underWay.includes(part) ? `${heights.get(part) ?? 0}px` : "";
    for (const part of parts) if (!underWay.includes(part)) heights.set(part, part.offsetHeight);
  };
  // It is told before the next painting: nobody sees a part fold.
  new MutationObserver(hold).observe(answer, { childList: true, subtree: true, attributeFilter: ["open"] });
}
