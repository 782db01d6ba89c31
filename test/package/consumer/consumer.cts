import infrascale = require("infrascale");
import core = require("infrascale/core");
import calibration = require("infrascale/calibrate");
import imported = require("infrascale/import");
import simulation = require("infrascale/simulate");

const estimate = infrascale.estimateGpus({
  model: "llama-3.1-8b",
  gpu: "h100",
  workload: { concurrentUsers: 10, inputTokens: 10, outputTokens: 10 },
  targets: { waitSeconds: 1 },
});
const status: "feasible" | "infeasible" = estimate.status;
void status;
void core.classicModel();
void calibration.calibrate;
void simulation.simulate;
void imported.modelFromHuggingFace;
