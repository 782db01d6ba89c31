import { checkString } from "../../internal/check.js";

/** A name without case, spaces and punctuation: `H100-SXM5 80GB` and `h100_sxm5_80gb` are one. */
export const normaliseName = (name: string): string =>
  checkString(name, "name")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
