import { english as library } from "../../../language/english/index.js";
import { catalog, model } from "./catalog.js";
import { comparison } from "./comparison.js";
import { day, fleetLimit, servers, whatIf } from "./decision.js";
import { estimate, load, times } from "./estimate.js";
import { figures } from "./figures.js";
import { launch } from "./launch.js";
import { calibration, check, validation } from "./load-tests.js";
import { report } from "./report.js";
import { simulation, traceNote } from "./simulation.js";

/** What the command says besides what the library says, in English; every other language has the same. */
export const words = {
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
  comparing: "comparing",
  simulating: "simulating",
  secondsLeft: "s left",
};

/** English. */
export const english = { ...library, figures, words };
