/** What is used of js-yaml, which has no types of its own. */
declare module "js-yaml" {
  export const CORE_SCHEMA: unknown;
  export function loadAll(text: string, iterator: null, options: { readonly schema: unknown }): unknown[];
  export function dump(
    content: unknown,
    options: { readonly schema: unknown; readonly lineWidth: number; readonly noRefs: boolean },
  ): string;
}
