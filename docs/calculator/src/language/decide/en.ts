import { numbersIn } from "../numbers.js";

const n = numbersIn("en-GB");
const gpus = (count: number): string => `${n.count(count)} ${n.plural(count, "GPU", "GPUs")}`;

/** What the parts below the answer say in English: comparison, what-if, launch, day, files. Its type is what every other language has to say. */
export const en = {
  copy: "Copy",
  copied: "Copied",
  pressKeys: "The text is selected: press Ctrl+C",
  download: (file: string) => `Save as ${file}`,
  failed: "The computation failed. Please reload the page.",
  taken: (change: string) => `Taken into your question: ${change}.`,
  undo: "Undo",

  compare: {
    none: "What would other GPUs take for the same?",
    all: "Compare all GPUs",
    stop: "End the comparison",
    found: (serving: number, all: number) =>
      `${n.count(serving)} of ${gpus(all)} ${n.plural(serving, "meets", "meet")} the targets. Take one by its name.`,
    progress: (done: number) =>
      done === 0 ? "Comparing…" : `${n.count(done)} ${n.plural(done, "GPU", "GPUs")} worked out…`,
    caption: "GPUs that meet the targets",
    gpu: "GPU",
    columns: {
      gpus: "GPUs",
      rent: "Rent",
      tokens: "Million tokens",
      energy: "Energy",
      carbon: "CO₂ a year",
      firstToken: "First token",
      perToken: "Each token",
    },
    safe: (time: string) => `${time} safe`,
    expected: (count: number) => `${n.count(count)} expected`,
    servers: (servers: number, each: number) => `${n.count(servers)} × ${n.count(each)}`,
    perHour: (money: string) => `${money}/h`,
    perMonth: (money: string) => `${money}/month`,
    input: (money: string) => `${money} in`,
    output: (money: string) => `${money} out`,
    kilowatts: (value: string) => `${value} kW`,
    perYear: (energy: string) => `${energy}/year`,
    marks:
      "◆ No other is both cheaper and faster. Times are as predicted, for the requests of your target; safe: with the margin that was asked for. Money is before tax, of the cheapest offer on your terms; – where nobody published a figure.",
    onFront: "no other is both cheaper and faster",
    chosen: "your choice",
    taken: (gpu: string) => `GPU ${gpu}`,
    impractical: (perGpu: number, limits: readonly string[]) =>
      `Not practical: ${n.about(perGpu)} requests for each GPU at a time, since it hardly reaches the target (${n.list(limits)}).`,
    notServing: (count: number) => `${gpus(count)} ${n.plural(count, "does", "do")} not serve this, and why`,
    atBest: {
      demand: (what: string, to: string, from: string) => `${what}: ${to} at best, ${from} asked for.`,
      limit: (what: string, to: string, from: string) => `${what}: ${to} at best, ${from} allowed.`,
    },
    chart: (front: readonly string[]) =>
      `Rent against the time of a whole request. ${n.list(front)}: no other is both cheaper and faster.`,
    axes: { rent: (currency: string) => `Rent per hour, ${currency}`, time: "Time of a request, mean" },
    keepCsv: "Save as CSV",
    csv: {
      gpu: "gpu",
      name: "name",
      status: "status",
      onFront: "no other is cheaper and faster",
      impractical: "impractical",
      gpus: "GPUs",
      expectedGpus: "GPUs expected",
      confidence: "probability",
      servers: "servers",
      gpusPerServer: "GPUs per server",
      currency: "currency",
      perHour: "rent per hour",
      perMonth: "rent per month",
      perMillionInput: "per million tokens in",
      perMillionOutput: "per million tokens out",
      watts: "watts",
      kWhPerYearLeast: "kWh a year, least",
      kWhPerYearMost: "kWh a year, most",
      kgCO2eqPerYearLeast: "kg CO2e a year, least",
      kgCO2eqPerYearMost: "kg CO2e a year, most",
      firstTokenExpected: "first token, s",
      firstTokenSafe: "first token, safe, s",
      perTokenExpected: "each token, s",
      perTokenSafe: "each token, safe, s",
      tokensPerSecond: "tokens/s of a request",
    },
  },

  whatIf: {
    trying: "Trying changes…",
    looking: "Looking for the last value that takes no more…",
    saving: "Each of these alone saves GPUs. A click takes it.",
    costing: "Each of these alone takes more",
    nothing: "None of the changes that were tried saves a GPU.",
    between: "; ",
    same: (count: number) => `Still ${gpus(count)} with:`,
    impossible: "Not to be served with:",
    word: (name: string, to: string) => `${name}: ${to}`,
    figure: (name: string, from: string, to: string) => `${name}: ${from} → ${to}`,
    saves: (count: number) => (count > 0 ? `${n.count(count)} fewer` : `${n.count(-count)} more`),
    from: (value: string, count: number) => `${value}: ${n.count(count)}`,
    thresholds: "How far each figure may move before the GPUs are others",
    columns: {
      change: "Change",
      gpus: "GPUs",
      saves: "Difference",
      sure: "Sure",
      figure: "Figure",
      asked: "Asked",
      until: "Same GPUs until",
      beyond: "Beyond it",
      fewer: "Fewer from",
    },
  },

  launch: {
    writing: "Writing the launch…",
    lead: (engine: string, version: string, replicas: number, each: number) =>
      `${engine} ${version}, ${n.count(replicas)} ${n.plural(replicas, "copy", "copies")} of the model on ${gpus(each)} each. Every number of the prediction is told to the engine.`,
    command: (servers: number): string =>
      servers === 1 ? "Command of a copy" : "Commands of a copy, one for each server",
    server: (index: number, servers: number): string =>
      servers === 1 ? "Command of a copy" : `Command of server ${n.count(index + 1)}`,
    file: (name: string) => `Options as a file (${name})`,
    effects: {
      refused: "The engine would refuse it:",
      needed: "Still needed:",
      changed: "The engine changes it:",
      differs: "To know:",
    },
    loadTest: "Load test that checks this answer",
    tool: "Tool",
    lengths: {
      uniform: "Lengths are uniform in this tool: it draws no lognormal.",
      normal: "Lengths are normal in this tool: it draws no lognormal.",
    },
    check: (file: string) => `It leaves ${file}, which the command below holds against the plan.`,
    checking: "Command that checks the load test",
  },

  day: {
    working: "Working out the hours…",
    about: "The busiest hour is your question. Curves are means over days; “office hours” is nobody’s measurement.",
    hours: (scaled: number, fixed: number) =>
      `By the hour ${n.about(scaled)} GPU-hours a day, where the whole fleet would take ${n.about(fixed)}.`,
    money: (scaled: string, fixed: string) => `That is ${scaled} a day on demand in place of ${fixed}, before tax.`,
    mixed: (reserved: number, money: string) =>
      `At least cost ${gpus(reserved)} ${n.plural(reserved, "is", "are")} reserved for a year and the rest on demand: ${money} a day.`,
    picture: (most: number) => `GPUs by the hour, ${n.count(most)} at most; the table below has every hour.`,
    table: "The same as a table",
    hour: (hour: number) => `${String(hour).padStart(2, "0")}:00`,
    startUp: (starts: number, seconds: string) =>
      `${n.count(starts)} ${n.plural(starts, "copy starts", "copies start")} in a day; ${seconds} each are paid for and serve nobody, which nobody measured.`,
    columns: { hour: "Hour", load: "Load", replicas: "Copies", gpus: "GPUs" },
  },

  exports: {
    scenario: "Scenario (YAML)",
    answer: "Question and answer (JSON)",
    report: "Report (Markdown)",
    print: "Print, or save as PDF",
    file: (name: string) => `Beside it: ${name}`,
    command: "infrascale estimate --scenario scenario.yaml gives the same answer.",
    drop: "A scenario file fills the form",
    loaded: (name: string) => `The form is as ${name} says.`,
    unknown: (options: readonly string[]) => `It has no field for: ${n.list(options)}.`,
  },

  report: {
    field: "Field",
    value: "Value",
    made: (library: string, day: string) => `infrascale ${library}, ${day}.`,
  },
};

/** What every language has to say. */
export type DecideWords = typeof en;
