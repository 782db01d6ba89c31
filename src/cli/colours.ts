import pc from "picocolors";

const { NO_COLOR, FORCE_COLOR } = process.env;

/** Set and not empty, as no-color.org has it. */
const isSet = (variable: string | undefined): boolean => variable !== undefined && variable !== "";

/** Colours on a terminal only: picocolors by itself would also colour the pipes of a CI job. In a pipe `isTTY` is undefined. */
export const colours: ReturnType<typeof pc.createColors> = pc.createColors(
  !isSet(NO_COLOR) && (isSet(FORCE_COLOR) || (process.stdout.isTTY ?? false)),
);
