import { yamlValues } from "../../src/calibrate/readers/yaml-values.js";

/** All documents of a YAML text. */
export const loadAll = (text: string): readonly unknown[] => yamlValues(text, "text");

/** Its first one. */
export const load = (text: string): unknown => loadAll(text)[0];
