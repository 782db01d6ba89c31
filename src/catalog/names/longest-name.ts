/** Longer ones are no names, and would cost time to compare. */
export const LONGEST_NAME = 256;

/** True for what is too long to be a name. */
export const isTooLong = (name: string): boolean => name.length > LONGEST_NAME;
