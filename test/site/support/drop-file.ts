import type { Page } from "playwright-core";

/** A file that a hand lets go. */
export interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

/** Drops a file where a field takes files. */
export const dropFile = (page: Page, field: string, file: DroppedFile): Promise<void> =>
  page.locator(`.drop:has(#${field})`).evaluate((element, { name, text }) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, file);
