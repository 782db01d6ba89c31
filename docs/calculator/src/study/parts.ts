export { Fleet } from "./fleet.js";
export { ReplayPart } from "./replay.js";
export { Speed } from "./speed.js";
export { Steps } from "./steps.js";
