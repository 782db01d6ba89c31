import type { Mixer, Model } from "../../../core.js";
import { mixerRule } from "../../../catalog/mixers.js";
import { counted, number } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";

type Words = CommandLanguage["words"];

/** What `infrascale catalog` prints. */
export const catalog: Words["catalog"] = {
  nothing: "rien trouvé",
  id: "nom",
  memory: "mémoire",
  bandwidth: "To/s",
  flops16: "TFLOP/s 16 bits",
  link: "lien",
  throughHost: "par l'hôte",
  bridged: "ponté",
  engine: "moteur",
  versions: "versions",
  rules: "règles",
  andLater: "et suivantes",
  toBelow: (version) => `jusqu'avant ${version}`,
  machine: "machine",
  gpus: "nombre",
  preset: "usage",
  prompt: "texte fourni",
  answer: "réponse",
  prefixCached: "préfixe en cache",
  thinking: "réflexion",
  parameters: "paramètres",
  active: "actifs",
  layers: "couches",
  billions: (parameters) => `${number(parameters)} Md`,
  kinds: { embedding: "plongement", reranker: "reclassement" },
};

type MixerOf<Kind extends Mixer["kind"]> = Extract<Mixer, { readonly kind: Kind }>;

/** What mixes the tokens of a layer; one of another kind says it by itself. */
const MIXERS: { readonly [Kind in Mixer["kind"]]: (mixer: MixerOf<Kind>) => string } = {
  self: ({ queryHeads, keyValueHeads, headSize, windowTokens }) =>
    `${counted(queryHeads, "tête")}, ${counted(keyValueHeads, "tête")} KV de ${headSize}${windowTokens === undefined ? "" : `, fenêtre de ${number(windowTokens)}`}`,
  latent: ({ heads, keyValueRank, ropeHeadSize }) =>
    `${counted(heads, "tête")}, latente ${keyValueRank} + ${ropeHeadSize}`,
  linear: ({ family, stateElements }) => `${family}, état de ${number(stateElements)}`,
};

const SCALES: Readonly<Record<NonNullable<Model["checkpoint"]["scaling"]>, string>> = {
  tensor: "échelles par tenseur",
  dynamic: "échelles à la volée",
  block: "échelles par bloc",
};

/** What `infrascale import` prints. */
export const model: Words["model"] = {
  mixer: (mixer) =>
    (MIXERS[mixer.kind] as ((mixer: Mixer) => string) | undefined)?.(mixer) ?? mixerRule(mixer).text(mixer),
  attention: "attention",
  feedForward: "réseau dense",
  layersInAll: "couches en tout",
  billions: (total, active) => `${number(total)} Md, dont ${number(active)} Md actifs`,
  sizes: "taille cachée, vocabulaire",
  longestContext: "fenêtre de contexte",
  notStated: "non indiquée",
  tokens: (tokens) => counted(tokens, "jeton"),
  checkpoint: "poids publiés",
  scales: (scaling) => SCALES[scaling],
  weightsOnly: "poids seulement",
  cache16: "cache KV en 16 bits",
  bytesPerToken: (bytes, hasWindow) => `${counted(bytes, "octet")} par jeton${hasWindow ? ", dans les fenêtres" : ""}`,
  width: (width) => `largeur ${number(width)}`,
  experts: ({ expertsPerToken, experts, expertIntermediateSize }) =>
    `${number(expertsPerToken)} experts sur ${number(experts)}, de ${number(expertIntermediateSize)}`,
};
