import { numbersIn } from "../numbers.js";
import type { LoadWords } from "./en.js";

const n = numbersIn("fr-FR");
const gpus = (count: number): string => `${n.count(count)} GPU`;
/** Narrow space that no line is broken at: inside of quotation marks, before signs of two parts. */
const S = "\u202f";
const quoted = (text: string): string => `«${S}${text}${S}»`;

/** What the parts on other loads than today's say in French. */
export const fr: LoadWords = {
  loads: {
    axis: {
      people: "utilisateurs simultanés",
      named: "utilisateurs ayant accès",
      rate: "requêtes par seconde",
      flight: "requêtes en cours",
    },
    amount: {
      people: (value) => `${n.exact(value)} ${n.plural(value, "utilisateur", "utilisateurs")}`,
      named: (value) => `${n.exact(value)} ${n.plural(value, "utilisateur", "utilisateurs")}`,
      rate: (value) => `${n.exact(value)} ${n.plural(value, "requête", "requêtes")} par seconde`,
      flight: (value) => `${n.exact(value)} ${n.plural(value, "requête", "requêtes")} en cours`,
    },
    today: (load) => `aujourd’hui${S}: ${load}`,
  },

  charts: {
    table: "La même chose en tableau",
    tableOf: (what) => `Tableau${S}: ${what}`,
    save: "Enregistrer en",
    saveAs: (kind, what) => `Enregistrer en ${kind}${S}: ${what}`,
    underWay: "Calcul en cours…",
  },

  speed: {
    titles: { ttft: "Premier jeton", tpot: "Chaque jeton suivant", e2e: "Requête entière" },
    tables: {
      ttft: "Premier jeton selon la charge",
      tpot: "Chaque jeton suivant selon la charge",
      e2e: "Requête entière selon la charge",
    },
    today: (statistic, time) => `Aujourd’hui${S}: ${time} pour ${statistic}.`,
    tipping: (limit, amount) => `Selon la prédiction, la limite de ${limit} est tenue jusqu’à ${amount}.`,
    farWithin: (limit) => `Selon la prédiction, la limite de ${limit} est tenue jusqu’à huit fois la charge.`,
    beyond: (limit) => `C’est au-delà de la limite de ${limit}.`,
    tippingMark: (load) => `limite atteinte${S}: ${load}`,
    limit: (limit) => `limite${S}: ${limit}`,
    band: (confidence) => `${n.percent(confidence)} des mesures s’y trouvent`,
    from: (confidence) => `fourchette à ${n.percent(confidence)}, de`,
    to: (confidence) => `fourchette à ${n.percent(confidence)}, à`,
    replicas: (count) =>
      `Temps ${n.plural(count, "de la réplique qui tient", `des ${n.count(count)} répliques qui tiennent`)} les objectifs, par formules${S}; les répliques de secours restent à part.`,
    capacity: (rate) => `Au-delà de ${n.about(rate)} requêtes par seconde, tout ne peut être servi.`,
    loadTest: `En service régulier${S}: le test de charge de vos objectifs commence d’un seul coup et prend plus de temps.`,
  },

  gpuSteps: {
    looking: "Recherche des paliers…",
    always: (count) => `${gpus(count)} à toute charge examinée.`,
    until: (count, amount) => `${n.count(count)} jusqu’à ${amount}`,
    then: (until, count, amount) => `${until}, ${n.count(count)} à partir de ${amount}.`,
    thenNone: (until, amount) => `${until}${S}; à partir de ${amount}, aucun nombre ne suffit.`,
    sure: (confidence) =>
      confidence === null
        ? "Chaque palier est exact, selon la prédiction seule."
        : `Chaque palier est exact, et aussi sûr que la réponse${S}: ${n.percent(confidence)}.`,
    columns: { from: "De", until: "Jusqu’à", gpus: "GPU" },
    less: "moins",
    more: "plus",
    none: "aucun nombre",
  },

  fleet: {
    bears: (count, gpu, amount, confidence) =>
      `${n.count(count)} ${gpu} ${n.plural(count, "supporte", "supportent")} jusqu’à ${amount}${confidence === null ? ", selon la prédiction" : `, avec une probabilité de ${n.percent(confidence)}`}.`,
    bearsNone: (count, gpu, confidence) =>
      `${n.count(count)} ${gpu} ne ${n.plural(count, "supporte", "supportent")} pas même la moindre charge${confidence === null ? ", selon la prédiction" : `, avec une probabilité de ${n.percent(confidence)}`}.`,
    evenLeast: (amount, breaks) => `Même avec ${amount}, ${breaks}.`,
    leastTakes: (count, gpu) => `Il y faut au moins ${n.count(count)} ${gpu}.`,
    asAnswer: (asked) =>
      `Vous demandez ${n.percent(asked)}. La réponse atteint moins, et ces chiffres sont aussi sûrs qu’elle.`,
    expected: (amount) => `La prédiction seule dit ${amount}.`,
    oneMore: (limit) => `La première limite à céder est ${quoted(limit)}.`,
  },

  replay: {
    explain:
      "Les formules connaissent moyennes et extrêmes. La simulation fait passer chaque requête par les répliques, pas à pas.",
    seed: "Graine",
    seedHint: `Une autre graine tire d’autres requêtes${S}; la même donne la même simulation.`,
    start: "Simuler",
    stop: "Arrêter",
    underWay: "Simulation en cours…",
    met: "Chaque objectif est tenu.",
    missed: "Tous les objectifs ne sont pas tenus.",
    served: (requests, time) => `${n.count(requests)} requêtes en ${time} de service.`,
    within: (share) => `${n.percent(share)} d’entre elles tiennent à elles seules toutes les limites de temps.`,
    rejected: (count) => `${n.count(count)} dépassaient tout le cache et ont été refusées.`,
    tooShort: "La simulation s’est terminée avant que ses chiffres soient stables.",
    targets: "Objectifs dans la simulation",
    columns: { target: "Objectif", limit: "Limite", value: "Simulé", kept: "Tenu" },
    kept: "oui",
    broken: "non",
    none: "aucun",
    time: "temps",
    requests: "requêtes",
    running: "requêtes en traitement",
    waiting: "requêtes en attente",
    counted: "compté à partir d’ici",
    table: "Requêtes au fil du temps",
    picture: (met, running, waiting) =>
      `Requêtes au fil du temps. Au plus ${n.about(running)} en traitement et ${n.about(waiting)} en attente, en moyenne d’intervalle. ${met ? "Chaque objectif est tenu." : "Tous les objectifs ne sont pas tenus."}`,
  },
};
