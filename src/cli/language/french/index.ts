import { french as library } from "../../../language/french/index.js";
import { typesetAll } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";
import { catalog, model } from "./catalog.js";
import { comparison } from "./comparison.js";
import { day, fleetLimit, servers, whatIf } from "./decision.js";
import { estimate, load, times } from "./estimate.js";
import { figures } from "./figures.js";
import { launch } from "./launch.js";
import { calibration, check, validation } from "./load-tests.js";
import { report } from "./report.js";
import { simulation, traceNote } from "./simulation.js";

const words: CommandLanguage["words"] = {
  estimate,
  load,
  times,
  comparison,
  servers,
  fleetLimit,
  whatIf,
  day,
  simulation,
  traceNote,
  calibration,
  validation,
  check,
  report,
  launch,
  catalog,
  model,
  comparing: "comparaison",
  simulating: "simulation",
  secondsLeft: "s restantes",
};

/** French. */
export const french: CommandLanguage = { ...library, figures: typesetAll(figures), words: typesetAll(words) };
