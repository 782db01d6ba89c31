/** Says how far a work is, in [0, 1], with as much of its answer as is there. */
export type Tell = (share: number, part: unknown) => void;
