import { numbersIn } from "../numbers.js";
import type { DecideWords } from "./en.js";

const n = numbersIn("fr-FR");
const gpus = (count: number): string => `${n.count(count)} GPU`;
/** Narrow space that no line is broken at: before signs of two parts. */
const S = "\u202f";
const NBSP = "\u00a0";

/** What the parts below the answer say in French. */
export const fr: DecideWords = {
  copy: "Copier",
  copied: "Copié",
  pressKeys: `Le texte est sélectionné${S}: appuyer sur Ctrl+C`,
  download: (file) => `Enregistrer ${file}`,
  failed: "Le calcul a échoué. Recharger la page.",
  taken: (change) => `Repris dans votre question${S}: ${change}.`,
  undo: "Annuler",

  compare: {
    none: `Et avec d’autres GPU${S}?`,
    all: "Comparer tous les GPU",
    stop: "Arrêter la comparaison",
    found: (serving, all) =>
      `${n.count(serving)} GPU sur ${n.count(all)} ${n.plural(serving, "tient", "tiennent")} les objectifs. En choisir un par son nom.`,
    progress: (done) =>
      done === 0 ? "Comparaison en cours…" : `${n.count(done)} ${n.plural(done, "GPU calculé", "GPU calculés")}…`,
    caption: "GPU qui tiennent les objectifs",
    gpu: "GPU",
    columns: {
      gpus: "Nombre",
      rent: "Location",
      tokens: "Million de jetons",
      energy: "Énergie",
      carbon: "CO₂ par an",
      firstToken: "Premier jeton",
      perToken: "Chaque jeton",
    },
    safe: (time) => `≤ ${time}`,
    expected: (count) => `${n.count(count)} ${n.plural(count, "prédit", "prédits")}`,
    servers: (servers, each) => `${n.count(servers)} × ${n.count(each)}`,
    perHour: (money) => `${money}/h`,
    perMonth: (money) => `${money}/mois`,
    input: (money) => `${money} entrée`,
    output: (money) => `${money} sortie`,
    kilowatts: (value) => `${value}${NBSP}kW`,
    perYear: (energy) => `${energy}/an`,
    marks: `◆ Aucun autre n’est à la fois moins cher et plus rapide. Les temps sont prédits, pour les requêtes de votre objectif${S}; ≤${S}: à la confiance demandée. Prix hors taxes, de l’offre la moins chère à vos conditions${S}; – si aucun chiffre n’est publié.`,
    onFront: "aucun autre n’est à la fois moins cher et plus rapide",
    chosen: "votre choix",
    taken: (gpu) => `GPU ${gpu}`,
    impractical: (perGpu, limits) =>
      `Déraisonnable${S}: ${n.about(perGpu)} requête à la fois par GPU, car il atteint à peine l’objectif (${n.list(limits)}).`,
    notServing: (count) => `${gpus(count)} ${n.plural(count, "ne convient pas", "ne conviennent pas")}, et pourquoi`,
    atBest: {
      demand: (what, to, from) => `${what}${S}: au mieux ${to}, pour ${from} demandés.`,
      limit: (what, to, from) => `${what}${S}: au mieux ${to}, pour ${from} admis.`,
    },
    chart: (front) =>
      `Location et temps total d’une requête. ${n.list(front)}${S}: aucun autre n’est à la fois moins cher et plus rapide.`,
    axes: { rent: (currency) => `Location par heure, ${currency}`, time: "Temps d’une requête, en moyenne" },
    keepCsv: "Enregistrer en CSV",
    csv: {
      gpu: "gpu",
      name: "nom",
      status: "statut",
      onFront: "aucun moins cher et plus rapide",
      impractical: "déraisonnable",
      gpus: "GPU",
      expectedGpus: "GPU prédits",
      confidence: "probabilité",
      servers: "serveurs",
      gpusPerServer: "GPU par serveur",
      currency: "devise",
      perHour: "location par heure",
      perMonth: "location par mois",
      perMillionInput: "par million de jetons en entrée",
      perMillionOutput: "par million de jetons en sortie",
      watts: "watts",
      kWhPerYearLeast: "kWh par an, minimum",
      kWhPerYearMost: "kWh par an, maximum",
      kgCO2eqPerYearLeast: "kg éq. CO2 par an, minimum",
      kgCO2eqPerYearMost: "kg éq. CO2 par an, maximum",
      firstTokenExpected: "premier jeton, s",
      firstTokenSafe: "premier jeton avec marge, s",
      perTokenExpected: "chaque jeton, s",
      perTokenSafe: "chaque jeton avec marge, s",
      tokensPerSecond: "jetons/s d’une requête",
    },
  },

  whatIf: {
    trying: "Essai d’autres choix…",
    looking: "Recherche de la dernière valeur qui n’en demande pas plus…",
    saving: "Chacun de ces changements, à lui seul, économise des GPU. Cliquer pour le reprendre.",
    costing: "Chacun de ceux-ci, à lui seul, en demande davantage",
    nothing: "Aucun des changements essayés n’économise de GPU.",
    between: `${S}; `,
    same: (count) => `Toujours ${gpus(count)} avec${S}:`,
    impossible: `Impossible à servir avec${S}:`,
    word: (name, to) => `${name}${S}: ${to}`,
    figure: (name, from, to) => `${name}${S}: ${from} → ${to}`,
    saves: (count) => (count > 0 ? `${n.count(count)} de moins` : `${n.count(-count)} de plus`),
    from: (value, count) => `${value}${S}: ${n.count(count)}`,
    thresholds: "Jusqu’où chaque chiffre peut aller sans changer le nombre de GPU",
    columns: {
      change: "Changement",
      gpus: "GPU",
      saves: "Écart",
      sure: "Confiance",
      figure: "Chiffre",
      asked: "Demandé",
      until: "Même nombre jusqu’à",
      beyond: "Au-delà",
      fewer: "Moins à partir de",
    },
  },

  launch: {
    writing: "Rédaction du lancement…",
    lead: (engine, version, replicas, each) =>
      `${engine} ${version}, ${n.count(replicas)} ${n.plural(replicas, "réplique", "répliques")} du modèle sur ${gpus(each)} chacune. Chaque nombre de la prédiction est donné au moteur.`,
    command: (servers) => (servers === 1 ? "Commande d’une réplique" : "Commandes d’une réplique, une par serveur"),
    server: (index, servers) =>
      servers === 1 ? "Commande d’une réplique" : `Commande du serveur ${n.count(index + 1)}`,
    file: (name) => `Options dans un fichier (${name})`,
    effects: {
      refused: `Le moteur refuserait${S}:`,
      needed: `Il manque${S}:`,
      changed: `Le moteur modifie${S}:`,
      differs: `À savoir${S}:`,
    },
    loadTest: "Test de charge qui vérifie cette réponse",
    tool: "Outil",
    lengths: {
      uniform: `Les longueurs y sont uniformes${S}: cet outil ne tire pas de loi log-normale.`,
      normal: `Les longueurs y sont normales${S}: cet outil ne tire pas de loi log-normale.`,
    },
    check: (file) => `Il laisse ${file}, que la commande suivante confronte au plan.`,
    checking: "Commande qui vérifie le test de charge",
  },

  day: {
    working: "Calcul heure par heure…",
    about: `L’heure la plus chargée est celle de votre question. Les courbes sont des moyennes sur plusieurs jours${S}; celle des heures de bureau n’a été mesurée par personne.`,
    hours: (scaled, fixed) =>
      `À l’heure, ${n.about(scaled)} heures-GPU par jour, contre ${n.about(fixed)} pour tout le parc.`,
    money: (scaled, fixed) => `Soit ${scaled} par jour à la demande au lieu de ${fixed}, hors taxes.`,
    mixed: (reserved, money) =>
      `Au moindre coût, ${gpus(reserved)} ${n.plural(reserved, "réservé", "réservés")} pour un an et le reste à la demande${S}: ${money} par jour.`,
    picture: (most) => `GPU heure par heure, ${n.count(most)} au plus${S}; le tableau ci-dessous donne chaque heure.`,
    table: "Les mêmes chiffres en tableau",
    hour: (hour) => `${hour}${NBSP}h`,
    startUp: (starts, seconds) =>
      `${n.count(starts)} ${n.plural(starts, "réplique démarre", "répliques démarrent")} en un jour${S}; ${seconds} chacune sont payées sans servir personne, durée que nul n’a mesurée.`,
    columns: { hour: "Heure", load: "Charge", replicas: "Répliques", gpus: "GPU" },
  },

  exports: {
    scenario: "Scénario (YAML)",
    answer: "Question et réponse (JSON)",
    report: "Rapport (Markdown)",
    print: "Imprimer, ou enregistrer en PDF",
    file: (name) => `À joindre${S}: ${name}`,
    command: "infrascale estimate --scenario scenario.yaml donne la même réponse.",
    drop: "Un fichier de scénario remplit le formulaire",
    loaded: (name) => `Le formulaire reprend ${name}.`,
    unknown: (options) => `Sans champ pour${S}: ${n.list(options)}.`,
  },

  report: {
    field: "Champ",
    value: "Valeur",
    made: (library, day) => `infrascale ${library}, ${day}.`,
  },
};
