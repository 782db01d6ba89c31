import { describe, expect, it, test } from "vitest";
import { catalogGpu, catalogModel, loadLaws } from "./fixtures.js";
import { allReduceTime } from "../../src/kernels/all-reduce.js";
import { chooseCollective } from "../../src/kernels/collective-choice.js";
import {
  joinedGpus,
  networkAllReduce,
  networkBytesPerSecond,
  networkMessage,
  replicaServers,
} from "../../src/kernels/network.js";
