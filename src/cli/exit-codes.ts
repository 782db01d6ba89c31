/** Exit status of the command. */
export const EXIT = { feasible: 0, badInput: 1, infeasible: 2 } as const;
