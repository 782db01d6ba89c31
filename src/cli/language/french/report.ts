import { number, percent } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";

/** The page that `infrascale explain --report` writes. */
export const report: CommandLanguage["words"]["report"] = {
  why: "Pourquoi",
  limits: "Limites",
  servers: "Serveurs",
  money: "Argent, énergie et carbone",
  assumed: "Hypothèses",
  beyondMeasured: "Au-delà de ce qui a été mesuré",
  subject: (model, gpu, version, today) => `${model} sur ${gpu} ; infrascale ${version}, le ${today}`,
  binds: (name) => `${name} (limite déterminante)`,
  used: (demand, limit) => `${demand} sur ${limit}`,
  allOffers: "toutes les offres",
  offers: ({ low, high, median, currency, offers }) =>
    `de ${number(low)} à ${number(high)} ${currency} par heure-GPU, ${number(median)} au milieu des ${number(offers)}`,
  tokensAtPeak: "un million de jetons à la charge dimensionnée",
  tokensAtMean: (share) => `un million de jetons à ${percent(share)} de celle-ci`,
  tokenPrices: (input, output) => `${input} en entrée${output === null ? "" : `, ${output} en sortie`}`,
  api: "les mêmes requêtes par une API",
  perHour: (amount) => `${amount} par heure`,
  rent: "location",
  noRent: (currency) => `personne ne le loue en ${currency} à ces conditions`,
  rentBeforeTax: "location, hors taxes",
  rents: (hour, month, year) => `${hour} par heure, ${month} par mois, ${year} par an`,
  offer: "offre",
  offered: (provider, perGpuHour, day) => `${provider}, ${perGpuHour} par heure-GPU, relevé le ${day}`,
  energy: "énergie par an",
  energyOf: (megawattHours, pue) => `${megawattHours} MWh avec un PUE de ${number(pue)}`,
  carbon: "empreinte carbone par an",
  carbonOf: ({ tonnes, embodied, zone, gramsPerKwh, gridYear }) =>
    `${tonnes} t éq. CO₂, dont ${embodied} t pour la fabrication des serveurs ; ${zone}, ${number(gramsPerKwh)} g par kWh (${gridYear})`,
  between: (min, max) => `de ${number(min)} à ${number(max)}`,
};
