import type { FieldName, LINKS, Values } from "../scenario/fields.js";
import { numbersIn } from "./numbers.js";

/** Fields with a few options, each of which has a label. */
type Options = {
  readonly [
    Name in FieldName as string extends Values[Name] ? never : Values[Name] extends string ? Name : never
  ]: Readonly<Record<Extract<Values[Name], string>, string>>;
};

const n = numbersIn("en-GB");
const gpus = (count: number): string => `${n.count(count)} ${n.plural(count, "GPU", "GPUs")}`;

const statistic = {
  mean: "the mean",
  p50: "50% of requests",
  p90: "90% of requests",
  p95: "95% of requests",
  p99: "99% of requests",
};

/** What the page says in English. Its type is what every other language has to say. */
export const en = {
  locale: "en-GB",
  name: "English",
  numbers: n,

  page: {
    title: "How many GPUs?",
    lead: "For a language model, for your users, at the speed that they expect.",
    skip: "Go to the answer",
    language: "Language",
    theme: "Appearance",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    docs: "Documentation",
    copyLink: "Copy link",
    linkCopied: "Link copied",
    linkToCopy: "Copy this link with Ctrl+C",
    print: "Print",
    form: "Your question",
    answer: "The answer",
    privacy: "Everything is computed in this page. Nothing that you type leaves it, and the browser enforces that.",
    made: (version: string) =>
      `infrascale ${version}, a free library. Predictions, not promises: test before you sign.`,
    beside: {
      accessibility: "Accessibility: partially conforming",
      legal: "Legal notice, footprint, licences",
      offline: "This page as one file, to be used without a network",
    },
  },

  steps: { users: "Users", model: "Model", hardware: "Hardware", targets: "Targets", safety: "Safety", money: "Money" },

  details: {
    lengths: "Lengths, pauses, cache",
    engine: "Engine",
    precision: "Precision",
    speculation: "Guessing ahead",
    link: "How your GPUs are joined",
    wholeRequest: "Whole request, load test",
    ownModel: "A model of your own",
    profile: "Your own load tests",
  },

  fields: {
    load: "Counted as",
    amount: "How many",
    activeShare: "Share in a session at the busy hour",
    traffic: "Kind of traffic",
    inputTokens: "Prompt, mean",
    inputVariation: "Variation of prompts",
    outputTokens: "Answer, mean",
    outputVariation: "Variation of answers",
    thinkSeconds: "Pause between an answer and the next request",
    arrivalVariation: "Variation of times between requests",
    sharedPrefixTokens: "Start that all prompts share",
    cachedShare: "Share of the rest found in the cache",
    peakFactor: "Peak over these figures",
    model: "Model",
    ownModel: "A model of your own",
    gpu: "GPU",
    otherGpus: "Compare with",
    engine: "Engine",
    engineVersion: "Version (empty: the newest)",
    weights: "Weights",
    kvCache: "KV cache",
    draftTokens: "Tokens guessed ahead",
    acceptanceRate: "Of them right, each",
    routing: "Requests go to",
    firstToken: "First token within",
    firstTokenOf: "for",
    perToken: "Each further token within",
    perTokenOf: "for",
    wholeRequest: "Whole request within (optional)",
    wholeRequestOf: "for",
    proof: "The targets hold",
    confidence: "How sure",
    spareReplicas: "Spare copies of the model",
    profile: "Profile from load tests",
    currency: "Currency",
    providers: "Rented from",
    ownPrice: "Your price for a GPU and hour (optional)",
    zone: "Electricity of",
    meanLoad: "Mean load over the peak (optional)",
    pue: "Site over servers (PUE)",
    classic: "The original's formulas beside these",
    ownGpus: "GPUs that you have (optional)",
    dayCurve: "Course of a day",
    maxGpus: "GPUs at most (optional)",
    gpuLink: "Link between GPUs",
  } satisfies Record<FieldName, string>,

  hints: {
    activeShare: "Planners take 10 to 25%",
    inputVariation: "Standard deviation over mean; 0 where all are alike",
    peakFactor: "1 where your figures are those of the peak",
    cachedShare: "0 unless you measured it",
    acceptanceRate: "Depends on the model and its traffic: measure it",
    spareReplicas: "The targets hold with as many down",
    engineVersion: "0.19 for example",
    gpuLink: "Without peer access, GPUs exchange data through the memory of the server. Rates count both directions.",
  } as Readonly<Partial<Record<FieldName, string>>>,

  options: {
    load: {
      people: "people at the same time",
      named: "people who may use it",
      rate: "requests per second",
      flight: "requests in flight",
    },
    engine: { vllm: "vLLM", sglang: "SGLang", "tensorrt-llm": "TensorRT-LLM", generic: "another" },
    weights: {
      published: "as published",
      bf16: "BF16",
      fp16: "FP16",
      fp8: "FP8",
      int8: "INT8",
      int4: "INT4",
      fp4: "FP4",
    },
    kvCache: { published: "as published", bf16: "BF16", fp16: "FP16", fp8: "FP8", int8: "INT8" },
    routing: { "round-robin": "each copy in turn", "least-loaded": "the least loaded copy", random: "any copy" },
    firstTokenOf: statistic,
    perTokenOf: statistic,
    wholeRequestOf: statistic,
    proof: { steady: "in steady service", "load-test": "in a load test that starts all at once" },
    confidence: { expected: "as predicted", "0.8": "80%", "0.9": "90%", "0.95": "95%" },
    currency: { EUR: "euro", USD: "US dollar" },
    providers: { european: "providers at home in Europe", any: "any provider" },
    classic: { hide: "no", show: "yes" },
    dayCurve: {
      office: "office hours",
      "university-assistant": "a university's assistant",
      "api-large": "a world-wide API, large model",
      "api-mid": "a world-wide API, middle-sized model",
      "api-small": "a world-wide API, small model",
      reasoning: "a reasoning model",
      images: "prompts with images",
    },
  } satisfies Options,

  presets: {
    chat: "Chat",
    "long-chat": "Chat with long context",
    rag: "Questions over documents",
    summarisation: "Summaries",
    "code-completion": "Code completion",
    "coding-agent": "Coding agent",
    reasoning: "Reasoning",
    batch: "Batch, nobody waits",
  } as Readonly<Record<string, string>>,

  links: {
    usual: (kind: string | null) => (kind === null ? "the usual one" : `the usual one of this GPU (${kind})`),
    names: {
      pcie3x16: "PCIe 3, 16 lanes",
      pcie4x8: "PCIe 4, 8 lanes",
      pcie4x16: "PCIe 4, 16 lanes",
      pcie5x8: "PCIe 5, 8 lanes",
      pcie5x16: "PCIe 5, 16 lanes",
      "pcie4x8-host": "PCIe 4, 8 lanes, without peer access",
      "pcie4x16-host": "PCIe 4, 16 lanes, without peer access",
      "pcie5x16-host": "PCIe 5, 16 lanes, without peer access",
      "bridge112.5": "NVLink bridge of two GPUs, 112.5 GB/s",
      bridge600: "NVLink bridge of two GPUs, 600 GB/s",
      nvlink600: "NVLink, 600 GB/s",
      nvlink900: "NVLink, 900 GB/s",
      nvlink1800: "NVLink, 1,800 GB/s",
    } satisfies Record<(typeof LINKS)[number], string>,
  },

  otherGpus: {
    none: "no other GPU",
    all: "all GPUs",
    some: (count: number) => `${n.count(count)} ${n.plural(count, "other", "others")}`,
    add: "Add",
    remove: (gpu: string) => `Remove ${gpu}`,
  },

  safety: { spare: (copies: number) => `${n.count(copies)} spare ${n.plural(copies, "copy", "copies")}` },

  units: {
    count: "",
    tokens: "tokens",
    perSecond: "/s",
    seconds: "s",
    milliseconds: "ms",
    percent: "%",
    perHour: "per hour",
  },

  problems: {
    /** Between a field and what is wrong with it. */
    colon: ": ",
    empty: "Please enter a number",
    "not-a-number": "Please enter a number, such as 1,500 or 12.5",
    "not-whole": "Please enter a whole number",
    "not-known": "This is none of the choices",
    "unknown-unit": (unit: string) => `The unit "${unit}" is not one of this field`,
    "too-small": (limit: number) => `Please enter more: ${n.about(limit)} is the least`,
    "too-large": (limit: number) => `Please enter less: ${n.count(limit)} is the most`,
    asThousands: (read: number, thousands: number) =>
      `Read as ${n.about(read)}. For ${n.count(thousands)}, write it without a comma.`,
    notToChoose: (option: string, rule: string) => `${option} cannot be chosen: it ${rule}.`,
    instead: "Use instead:",
    list: "To be put right",
  },

  link: {
    newer: "A later version of this page made the link. What this one does not know is kept in it.",
    profileMissing: (name: string) => `The profile "${name}" is not in the link: please drop its file again.`,
    changed: (then: number | null, library: string, now: number | null) =>
      `When this link was shared, infrascale ${library} answered ${then === null ? "that nothing would do" : gpus(then)}; today it answers ${now === null ? "that nothing does" : gpus(now)}.`,
  },

  traffic: {
    lengths: (input: number, output: number) => `${n.count(input)} tokens in, ${n.count(output)} out`,
    use: (name: string) => `Use the figures of "${name}"`,
    derived: (inFlight: number, perSecond: number) =>
      `${n.about(inFlight)} requests in flight, ${n.about(perSecond)} per second`,
  },

  model: {
    size: (total: number, active: number) =>
      active < total ? `${n.about(total / 1e9)} B, ${n.about(active / 1e9)} B active` : `${n.about(total / 1e9)} B`,
    files: "config.json, and hf_quant_config.json if there is one",
    drop: "Choose files, or drop them here",
    paste: "Or paste the text of config.json",
    readPasted: "Read it",
    name: "Name of the model (optional)",
    own: (name: string) => `Your own model: ${name}`,
    remove: "Use a model of the catalogue",
    foreign: (name: string) => `${name} is no config.json of a model`,
  },

  profile: {
    drop: "Results of load tests, of any tool that infrascale reads; or a profile",
    used: (name: string) => `The engine as ${name} measured it`,
    remove: "Without it",
    fitting: "Fitting the engine to the load tests…",
    fitted: (rows: number, before: number, after: number) =>
      `Fitted to ${n.count(rows)} ${n.plural(rows, "row", "rows")}: half the figures are off by less than ${n.percent(after)}, where it was ${n.percent(before)} before.`,
    unseen: (error: number) => `On rows that the fit has not seen: ${n.percent(error)}.`,
    differs: (differences: readonly string[]) => `The profile is of another deployment: ${n.list(differences)}.`,
    difference: (what: string, fitted: string, asked: string) => `${what} ${fitted}, not ${asked}`,
    of: {
      model: "model",
      gpu: "GPU",
      engine: "engine",
      engineVersion: "version of the engine",
      tensor: "GPUs of a copy",
      expert: "GPUs that share the experts",
    },
  },

  answer: {
    computing: "Computing…",
    none: "No answer yet",
    asked: {
      of: (who: string, model: string) => `${model}, for ${who}`,
      people: (count: number) => `${n.count(count)} ${n.plural(count, "person", "people")} at the same time`,
      named: (count: number) => `${n.count(count)} ${n.plural(count, "person", "people")} who may use it`,
      rate: (count: number) => `${n.about(count)} ${n.plural(count, "request", "requests")} per second`,
      flight: (count: number) => `${n.about(count)} ${n.plural(count, "request", "requests")} in flight`,
    },
    memoryEach: (bytes: string, count: number) => (count === 1 ? bytes : `${bytes} each`),
    wrongTool: (count: number, gpu: string) => `This is the wrong tool: ${n.count(count)} ${gpu} would do the same.`,
    purchase: (count: number, gpu: string) => `${n.count(count)} ${gpu}`,
    servers: (servers: number, gpusEach: number) =>
      gpusEach === 1
        ? `${n.count(servers)} ${n.plural(servers, "server", "servers")} of one`
        : `${n.count(servers)} ${n.plural(servers, "server", "servers")} of ${n.count(gpusEach)}`,
    idle: (count: number) => `${n.count(count)} of them idle`,
    copies: (replicas: number, each: number, spare: number) =>
      `${n.count(replicas)} ${n.plural(replicas, "copy", "copies")} of the model, ${gpus(each)}${replicas + spare > 1 ? " each" : ""}${spare === 0 ? "" : `, and ${n.count(spare)} to spare`}.`,
    sure: (reached: number) => `The targets hold with a probability of ${n.percent(reached)}.`,
    expected: (count: number) => `Predictions alone ask for ${n.count(count)}.`,
    asPredicted: "As predicted: as likely too few as too many.",
    smaller: (count: number, breaks: string) => `With ${n.count(count)}, ${breaks}.`,
    smallest: "No smaller purchase can be built.",
    rent: (hour: string, month: string) => `About ${hour} an hour, ${month} a month`,
    offer: (provider: string, date: string) => `${provider}, price of ${date}, before tax`,
    ownPrice: "at your price",
    noRent: "No offer of this GPU is known on these terms.",
    oldPrice: "The price is old: please ask again.",
    energy: (energy: string, carbon: string) => `${energy} and ${carbon} of CO₂ equivalent a year`,
    infeasible: (gpu: string) => `No number of ${gpu} does it`,
    tooFew: (count: number, gpu: string) => `${n.count(count)} ${gpu} ${n.plural(count, "is", "are")} too few`,
    needs: {
      demand: (what: string, to: string, from: string) => `${what}: ${to} is the best here, and ${from} is asked for.`,
      limit: (what: string, to: string, from: string) =>
        `${what}: it takes at least ${to} here, and ${from} is allowed.`,
    },
    together: "No number keeps all limits. What comes nearest to them:",
    needsTogether: {
      demand: (what: string, to: string, from: string) => `${what}: ${to}, where ${from} is asked for`,
      limit: (what: string, to: string, from: string) => `${what}: ${to}, where ${from} is allowed`,
    },
    ways: "What does",
    way: {
      limit: (what: string, to: string) => `${what}: ${to}`,
      limits: (moved: readonly string[], count: number) => `Allow ${n.list(moved)}, with ${gpus(count)}`,
      gpu: (gpu: string, count: number) => `Take ${n.count(count)} ${gpu}`,
      weights: (format: string, count: number) => `Serve the weights in ${format}, with ${gpus(count)}`,
    },
    refused: "This cannot be answered as it is asked.",
    failed: "The computation failed. Please reload the page; the command infrascale estimate answers the same.",
    again: "Try again",
  },

  limits: {
    title: "Limits",
    used: (used: string, limit: string) => `${used} of ${limit}`,
    binds: "decides",
    binding: "A smaller purchase breaks the limits marked as deciding.",
    withMargin: "By predictions with the margin that was asked for.",
    names: {
      maxGpus: "Number of GPUs",
      memory: "Memory of a copy",
      throughput: "Speed of an answer",
      capacity: "Requests at once",
      wait: "Wait for the first token",
      utilisation: "Use of the capacity",
      ttft: "First token",
      tpot: "Each further token",
      e2e: "Whole request",
    },
    of: { mean: "mean", p50: "50%", p90: "90%", p95: "95%", p99: "99%" },
    breaks: {
      memory: (takes: string, allowed: string) => `a copy would take ${takes} of memory where there are ${allowed}`,
      throughput: (asked: string, given: string) => `an answer would come at ${given} where ${asked} are asked for`,
      capacity: (takes: string, allowed: string) =>
        `${takes} requests would be there at once where ${allowed} are the most`,
      utilisation: (takes: string, allowed: string) =>
        `${takes} of the capacity would be used where ${allowed} are allowed`,
      wait: (takes: string, allowed: string) => `the first token would take ${takes} where ${allowed} are allowed`,
      ttft: (takes: string, allowed: string) => `the first token would take ${takes} where ${allowed} are allowed`,
      tpot: (takes: string, allowed: string) => `each further token would take ${takes} where ${allowed} are allowed`,
      e2e: (takes: string, allowed: string) => `a whole request would take ${takes} where ${allowed} are allowed`,
    },
    perSecond: (value: number) => `${n.about(value)} tokens/s`,
    plain: (value: number) => n.about(value),
    caption: "Each limit, and how much of it is used",
    columns: { limit: "Limit", used: "Used", allowed: "Allowed", share: "Share" },
  },

  memory: {
    title: "Memory of one GPU",
    sum: (total: string) => `All parts together are the ${total} of the card.`,
    parts: {
      weights: "Weights",
      workSpace: "Work space",
      cacheUsed: "KV cache in use",
      cacheFree: "KV cache free",
      kept: "Kept back by the engine",
    },
    columns: { part: "Part", bytes: "Memory", share: "Share of the card" },
  },

  sure: {
    title: "How sure is that?",
    band: (confidence: number, fewest: number, most: number | null) =>
      most === null
        ? `With ${n.percent(confidence)} confidence it takes ${gpus(fewest)} or more; no largest number is known.`
        : `With ${n.percent(confidence)} confidence it takes ${fewest === most ? gpus(most) : `between ${n.count(fewest)} and ${gpus(most)}`}.`,
    headroom: (factor: number) => `Every target holds up to ${n.about(factor)} times the load.`,
    source: {
      calibrated: "Kernels of this GPU were timed, and load tests of it compared.",
      family: "Kernels of this very GPU were not timed; those of its family were.",
      datasheet: "Only the data sheet of this GPU is known. Test before you buy.",
    },
    reached: (reached: number, asked: number) =>
      `${n.percent(asked)} was asked for; ${n.percent(reached)} is what at most twice the predicted purchase gives.`,
    outside: "Outside of what was measured",
    assumed: (count: number) => `What was assumed (${n.count(count)})`,
  },

  parts: {
    compare: "Compare GPUs",
    whatIf: "What if",
    launch: "Launch and test",
    day: "By the hour",
    exports: "Files and report",
    steps: "GPUs by load",
    speed: "Speed by load",
    fleet: "The other way round",
    replay: "Replay",
  },

  classic: {
    title: "The original's formulas",
    show: "Show what the original InfraScale computes",
    explain:
      "InfraScale's own model, to the letter: means alone, every request alike, the limits above taken as means.",
    columns: { what: "", ours: "This page", original: "Original" },
    rows: { gpus: "GPUs", each: "GPUs of a copy", replicas: "Copies" },
    none: "none does",
    needs: "The original needs a limit on the first token or on each further one.",
  },
};

/** What every language has to say. */
export type Strings = typeof en;
