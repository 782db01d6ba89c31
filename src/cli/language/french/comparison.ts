import { number, percent } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";

const BASES: Readonly<Record<Parameters<CommandLanguage["words"]["comparison"]["powerBasis"]>[0], string>> = {
  fitted: "ajustée",
  assumed: "supposée",
  given: "indiquée",
};

/** What `infrascale compare` prints. */
export const comparison: CommandLanguage["words"]["comparison"] = {
  nothing: "rien de ce qui est comparé ne tient les objectifs",
  gpus: "achat",
  expected: "prév.",
  perHour: (currency) => `${currency}/h`,
  millionIn: "M entr.",
  millionOut: "M sort.",
  firstToken: "1er",
  token: "jeton",
  legend:
    "GPU à acheter, et selon les prédictions (prév.) ; location, et prix d'un million de jetons en entrée et en sortie, à la charge dimensionnée ; puissance du site ; ms jusqu'au premier jeton et entre deux jetons, en moyenne. * aucun autre n'est à la fois moins cher et plus rapide ; k : milliers",
  noOffer: "aucune offre",
  byTheGpu: "au GPU",
  old: "ancien",
  rentedFrom: "loué chez",
  gpuHour: "heure-GPU",
  seen: "relevé",
  spread: "bas ; médian ; haut",
  priceLegend:
    "hors taxes ; machines entières ; du plus bas au plus haut de toutes les offres à la demande ; ? lorsque personne ne l'offre ainsi (--currency, --exchange, --providers, --price)",
  meanLoad: "charge moyenne",
  energyOfYear: "MWh/an",
  carbon: "t éq. CO₂",
  embodied: "dont fabr.",
  apiPerHour: "API/h",
  rentOverApi: "loc./API",
  power: (bases, pue) => `puissance ${bases} ; PUE ${number(pue)}`,
  powerBasis: (basis, error) => `${BASES[basis]} à ${percent(error)} près`,
  electricity: (zone, gramsPerKwh, year) =>
    `électricité de la zone ${zone}, ${number(gramsPerKwh)} g éq. CO₂ par kWh (${year})`,
  madeOver: (years) => `fabrication répartie sur ${number(years)} ans`,
  pricesOf: (day) => `prix au ${day}`,
  meanLoadOf: (share) => `charge moyenne : ${number(share)} de celle qui est dimensionnée`,
  exchange: (usdPerEur, day) => `1 EUR = ${number(usdPerEur)} USD au ${day}`,
};
