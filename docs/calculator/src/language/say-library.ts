import type { Assumption, ErrorDetails, PredictionWarning } from "infrascale";
import type { LaunchNotice } from "infrascale/decide";

/** What the library says that the page shows, by kind. */
export interface SaidByLibrary {
  /** The rule that an input breaks; continues a sentence that begins with the name of its field. */
  readonly rule: ErrorDetails;
  readonly warning: PredictionWarning;
  readonly assumption: Assumption;
  /** What stands between a plan and its launch. */
  readonly notice: LaunchNotice;
  /** Why a GPU cannot be compared. */
  readonly refusedGpu: { readonly code: string; readonly message: string };
  /** What is to be known of load tests and of the fit to them. */
  readonly fit: { readonly code: string; readonly message: string };
}

const SAYS: { readonly [Kind in keyof SaidByLibrary]: (of: SaidByLibrary[Kind]) => string } = {
  rule: ({ rule }) => rule,
  warning: ({ message }) => message,
  notice: ({ message }) => message,
  refusedGpu: ({ message }) => message,
  fit: ({ message }) => message,
  assumption: ({ code, of, asked, used }) =>
    `${code.replaceAll("-", " ")}${of === undefined ? "" : ` of ${of}`}: ${asked === undefined ? "" : `${asked} → `}${used}`,
};

/**
 * The one place where the library's own words become text for people.
 *
 * @param kind - which kind of thing.
 * @param of - the thing.
 * @returns a sentence or a few words.
 */
export const sayLibrary = <Kind extends keyof SaidByLibrary>(kind: Kind, of: SaidByLibrary[Kind]): string =>
  SAYS[kind](of);
