import type { Strings } from "./en.js";
import { numbersIn } from "./numbers.js";

const n = numbersIn("fr-FR");
const gpus = (count: number): string => `${n.count(count)} GPU`;
/** Narrow space that no line is broken at: inside of quotation marks, before signs of two parts. */
const S = "\u202f";
const quoted = (text: string): string => `«${S}${text}${S}»`;

const statistic = {
  mean: "la moyenne",
  p50: "50\u00a0% des requêtes",
  p90: "90\u00a0% des requêtes",
  p95: "95\u00a0% des requêtes",
  p99: "99\u00a0% des requêtes",
};

/** What the page says in French. */
export const fr: Strings = {
  locale: "fr-FR",
  name: "Français",
  numbers: n,

  page: {
    title: `Combien de GPU${S}?`,
    lead: "Pour un modèle de langage, pour vos utilisateurs, à la vitesse qu’ils attendent.",
    skip: "Aller à la réponse",
    language: "Langue",
    theme: "Apparence",
    themes: { system: "Comme le système", light: "Clair", dark: "Sombre" },
    docs: "Documentation (en anglais)",
    copyLink: "Copier le lien",
    linkCopied: "Lien copié",
    linkToCopy: "Copier ce lien avec Ctrl+C",
    print: "Imprimer",
    form: "Votre question",
    answer: "La réponse",
    privacy: "Tout est calculé dans cette page. Rien de ce que vous saisissez n’en sort, et le navigateur y veille.",
    made: (version) =>
      `infrascale ${version}, une bibliothèque libre. Des prédictions, non des promesses${S}: à vérifier avant de signer.`,
    beside: {
      accessibility: `Accessibilité${S}: partiellement conforme`,
      legal: "Mentions légales, écoconception, licences",
      offline: "Cette page en un seul fichier, à utiliser sans réseau",
    },
  },

  steps: {
    users: "Utilisateurs",
    model: "Modèle",
    hardware: "Matériel",
    targets: "Objectifs",
    safety: "Sécurité",
    money: "Coûts",
  },

  details: {
    lengths: "Longueurs, pauses, cache",
    engine: "Moteur d’inférence",
    precision: "Précision numérique",
    speculation: "Décodage spéculatif",
    link: "Comment vos GPU sont reliés",
    wholeRequest: "Requête entière, test de charge",
    ownModel: "Un modèle à vous",
    profile: "Vos propres tests de charge",
  },

  fields: {
    load: "Comptés comme",
    amount: "Combien",
    activeShare: "Part d’utilisateurs actifs à l’heure de pointe",
    traffic: "Type d’usage",
    inputTokens: "Texte fourni, en moyenne",
    inputVariation: "Dispersion des textes fournis",
    outputTokens: "Réponse, en moyenne",
    outputVariation: "Dispersion des réponses",
    thinkSeconds: "Pause entre une réponse et la requête suivante",
    arrivalVariation: "Dispersion des intervalles entre requêtes",
    sharedPrefixTokens: "Début commun à tous les textes",
    cachedShare: "Part du reste trouvée dans le cache",
    peakFactor: "Pointe rapportée à ces chiffres",
    model: "Modèle",
    ownModel: "Un modèle à vous",
    gpu: "GPU",
    otherGpus: "Comparer avec",
    engine: "Moteur",
    engineVersion: `Version (vide${S}: la plus récente)`,
    weights: "Poids du modèle",
    kvCache: "Cache KV",
    draftTokens: "Jetons proposés d’avance",
    acceptanceRate: "Dont acceptés, chacun",
    routing: "Les requêtes vont à",
    firstToken: "Premier jeton en moins de",
    firstTokenOf: "pour",
    perToken: "Chaque jeton suivant en moins de",
    perTokenOf: "pour",
    wholeRequest: "Requête entière en moins de (facultatif)",
    wholeRequestOf: "pour",
    proof: "Les objectifs sont tenus",
    confidence: "Confiance",
    spareReplicas: "Répliques de secours",
    profile: "Profil tiré de tests de charge",
    currency: "Devise",
    providers: "Loués chez",
    ownPrice: "Votre prix par heure-GPU (facultatif)",
    zone: "Électricité",
    meanLoad: "Charge moyenne sur la pointe (facultatif)",
    pue: "Site rapporté aux serveurs (PUE)",
    classic: "Les formules d’origine à côté de celles-ci",
    ownGpus: "GPU dont vous disposez (facultatif)",
    dayCurve: "Courbe de charge journalière",
    gpuLink: "Liaison entre GPU",
    maxGpus: "GPU au plus (facultatif)",
  },

  hints: {
    activeShare: "On retient d’ordinaire 10 à 25\u00a0%",
    inputVariation: `Écart type sur moyenne${S}; 0 si tous se ressemblent`,
    peakFactor: "1 si vos chiffres sont ceux de la pointe",
    cachedShare: "0, sauf si vous l’avez mesurée",
    acceptanceRate: `Dépend du modèle et de l’usage${S}: à mesurer`,
    spareReplicas: "Les objectifs sont tenus même si elles manquent toutes",
    engineVersion: "0.19 par exemple",
    gpuLink:
      "Sans accès direct, les GPU échangent par la mémoire du serveur. Les débits comptent les deux sens ensemble.",
  },

  options: {
    load: {
      people: "utilisateurs simultanés",
      named: "utilisateurs ayant accès",
      rate: "requêtes par seconde",
      flight: "requêtes en cours",
    },
    engine: { vllm: "vLLM", sglang: "SGLang", "tensorrt-llm": "TensorRT-LLM", generic: "un autre" },
    weights: {
      published: "telle que publiée",
      bf16: "BF16",
      fp16: "FP16",
      fp8: "FP8",
      int8: "INT8",
      int4: "INT4",
      fp4: "FP4",
    },
    kvCache: { published: "tel que publié", bf16: "BF16", fp16: "FP16", fp8: "FP8", int8: "INT8" },
    routing: {
      "round-robin": "chaque réplique à tour de rôle",
      "least-loaded": "la réplique la moins chargée",
      random: "une réplique au hasard",
    },
    firstTokenOf: statistic,
    perTokenOf: statistic,
    wholeRequestOf: statistic,
    proof: { steady: "en régime établi", "load-test": "dans un test de charge lancé d’un coup" },
    confidence: { expected: "selon la prédiction", "0.8": "80\u00a0%", "0.9": "90\u00a0%", "0.95": "95\u00a0%" },
    currency: { EUR: "euro", USD: "dollar américain" },
    providers: { european: "fournisseurs établis en Europe", any: "tout fournisseur" },
    classic: { hide: "non", show: "oui" },
    dayCurve: {
      office: "heures de bureau",
      "university-assistant": "assistant d’une université",
      "api-large": "API mondiale, grand modèle",
      "api-mid": "API mondiale, modèle moyen",
      "api-small": "API mondiale, petit modèle",
      reasoning: "modèle de raisonnement",
      images: "requêtes avec images",
    },
  },

  presets: {
    chat: "Conversation",
    "long-chat": "Conversation à long contexte",
    rag: "Questions sur documents",
    summarisation: "Résumés",
    "code-completion": "Complétion de code",
    "coding-agent": "Agent de programmation",
    reasoning: "Raisonnement",
    batch: "Traitement différé, personne n’attend",
  },

  links: {
    usual: (kind) => (kind === null ? "la liaison habituelle" : `la liaison habituelle de ce GPU (${kind})`),
    names: {
      pcie3x16: "PCIe 3, 16 voies",
      pcie4x8: "PCIe 4, 8 voies",
      pcie4x16: "PCIe 4, 16 voies",
      pcie5x8: "PCIe 5, 8 voies",
      pcie5x16: "PCIe 5, 16 voies",
      "pcie4x8-host": "PCIe 4, 8 voies, sans accès direct entre GPU",
      "pcie4x16-host": "PCIe 4, 16 voies, sans accès direct entre GPU",
      "pcie5x16-host": "PCIe 5, 16 voies, sans accès direct entre GPU",
      "bridge112.5": "Pont NVLink entre deux GPU, 112,5\u00a0Go/s",
      bridge600: "Pont NVLink entre deux GPU, 600\u00a0Go/s",
      nvlink600: "NVLink, 600\u00a0Go/s",
      nvlink900: "NVLink, 900\u00a0Go/s",
      nvlink1800: `NVLink, 1${S}800\u00a0Go/s`,
    },
  },

  otherGpus: {
    none: "aucun autre GPU",
    all: "tous les GPU",
    some: (count) => `${n.count(count)} ${n.plural(count, "autre", "autres")}`,
    add: "Ajouter",
    remove: (gpu) => `Retirer ${gpu}`,
  },

  safety: { spare: (copies) => `${n.count(copies)} ${n.plural(copies, "réplique", "répliques")} de secours` },

  units: {
    count: "",
    tokens: "jetons",
    perSecond: "/s",
    seconds: "s",
    milliseconds: "ms",
    percent: "%",
    perHour: "par heure",
  },

  problems: {
    colon: `${S}: `,
    empty: "Saisir un nombre",
    "not-a-number": `Saisir un nombre, par exemple 1${S}500 ou 12,5`,
    "not-whole": "Saisir un nombre entier",
    "not-known": "Ce choix n’existe pas",
    "unknown-unit": (unit) => `L’unité ${quoted(unit)} n’est pas de ce champ`,
    "too-small": (limit) => `Saisir davantage${S}: le minimum est ${n.about(limit)}`,
    "too-large": (limit) => `Saisir moins${S}: le maximum est ${n.count(limit)}`,
    asThousands: (read, thousands) =>
      `Lu comme ${n.about(read)}. Pour ${n.count(thousands)}, l’écrire sans virgule ni point.`,
    notToChoose: (option, rule) => `${option} ne peut pas être choisi${S}: il ${rule}.`,
    instead: `Choisir plutôt${S}:`,
    list: "À corriger",
  },

  link: {
    newer: "Ce lien vient d’une version plus récente de la page. Ce que celle-ci ne connaît pas y est conservé.",
    profileMissing: (name) => `Le profil ${quoted(name)} n’est pas dans le lien${S}: déposer de nouveau son fichier.`,
    changed: (then, library, now) =>
      `Quand ce lien a été partagé, infrascale ${library} répondait ${then === null ? "que rien ne convenait" : gpus(then)}${S}; aujourd’hui la réponse est ${now === null ? "que rien ne convient" : gpus(now)}.`,
  },

  traffic: {
    lengths: (input, output) => `${n.count(input)} jetons en entrée, ${n.count(output)} en sortie`,
    use: (name) => `Reprendre les chiffres de ${quoted(name)}`,
    derived: (inFlight, perSecond) => `${n.about(inFlight)} requêtes en cours, ${n.about(perSecond)} par seconde`,
  },

  model: {
    size: (total, active) =>
      active < total ? `${n.about(total / 1e9)} Md, ${n.about(active / 1e9)} Md actifs` : `${n.about(total / 1e9)} Md`,
    files: "config.json, et hf_quant_config.json s’il existe",
    drop: "Choisir des fichiers, ou les déposer ici",
    paste: "Ou coller le texte de config.json",
    readPasted: "Lire ce texte",
    name: "Nom du modèle (facultatif)",
    own: (name) => `Votre modèle${S}: ${name}`,
    remove: "Prendre un modèle du catalogue",
    foreign: (name) => `${name} n’est pas le config.json d’un modèle`,
  },

  profile: {
    drop: "Résultats de tests de charge, de tout outil qu’infrascale sait lire, ou un profil",
    used: (name) => `Le moteur tel que mesuré par ${name}`,
    remove: "S’en passer",
    fitting: "Calibration du moteur sur les tests de charge…",
    fitted: (rows, before, after) =>
      `Calibré sur ${n.count(rows)} ${n.plural(rows, "ligne", "lignes")}${S}: la moitié des chiffres sont à moins de ${n.percent(after)} près, contre ${n.percent(before)} avant.`,
    unseen: (error) => `Sur des lignes non vues${S}: ${n.percent(error)}.`,
    differs: (differences) => `Le profil est celui d’un autre déploiement${S}: ${n.list(differences)}.`,
    difference: (what, fitted, asked) => `${what} ${fitted} et non ${asked}`,
    of: {
      model: "modèle",
      gpu: "GPU",
      engine: "moteur",
      engineVersion: "version du moteur",
      tensor: "GPU par réplique",
      expert: "GPU qui se partagent les experts",
    },
  },

  answer: {
    computing: "Calcul en cours…",
    none: "Pas encore de réponse",
    asked: {
      of: (who, model) => `${model}, pour ${who}`,
      people: (count) => `${n.count(count)} ${n.plural(count, "utilisateur simultané", "utilisateurs simultanés")}`,
      named: (count) => `${n.count(count)} ${n.plural(count, "utilisateur ayant", "utilisateurs ayant")} accès`,
      rate: (count) => `${n.about(count)} ${n.plural(count, "requête", "requêtes")} par seconde`,
      flight: (count) => `${n.about(count)} ${n.plural(count, "requête", "requêtes")} en cours`,
    },
    memoryEach: (bytes, count) => (count === 1 ? bytes : `${bytes} chacun`),
    wrongTool: (count, gpu) => `Ce n’est pas le bon outil${S}: ${n.count(count)} ${gpu} en feraient autant.`,
    purchase: (count, gpu) => `${n.count(count)} ${gpu}`,
    servers: (servers, gpusEach) =>
      gpusEach === 1
        ? `${n.count(servers)} ${n.plural(servers, "serveur", "serveurs")} à un GPU`
        : `${n.count(servers)} ${n.plural(servers, "serveur", "serveurs")} de ${n.count(gpusEach)}`,
    idle: (count) => `dont ${n.count(count)} ${n.plural(count, "inoccupé", "inoccupés")}`,
    copies: (replicas, each, spare) =>
      `${n.count(replicas)} ${n.plural(replicas, "réplique", "répliques")} du modèle, de ${gpus(each)}${replicas + spare > 1 ? " chacune" : ""}${spare === 0 ? "" : `, et ${n.count(spare)} de secours`}.`,
    sure: (reached) => `Les objectifs sont tenus avec une probabilité de ${n.percent(reached)}.`,
    expected: (count) => `La prédiction seule en demande ${n.count(count)}.`,
    asPredicted: `Selon la prédiction${S}: aussi souvent trop peu que trop.`,
    smaller: (count, breaks) => `Avec ${n.count(count)}, ${breaks}.`,
    smallest: "Aucun achat plus petit n’est possible.",
    rent: (hour, month) => `Environ ${hour} par heure, ${month} par mois`,
    offer: (provider, date) => `${provider}, prix du ${date}, hors taxes`,
    ownPrice: "à votre prix",
    noRent: "Aucune offre de ce GPU n’est connue à ces conditions.",
    oldPrice: `Prix ancien${S}: à redemander.`,
    energy: (energy, carbon) => `${energy} et ${carbon} d’équivalent CO₂ par an`,
    infeasible: (gpu) => `Aucun nombre de ${gpu} ne suffit`,
    tooFew: (count, gpu) => `${n.count(count)} ${gpu}, c’est trop peu`,
    needs: {
      demand: (what, to, from) => `${what}${S}: au mieux ${to} ici, pour ${from} demandés.`,
      limit: (what, to, from) => `${what}${S}: il faut ici au moins ${to}, pour ${from} admis.`,
    },
    together: `Aucun nombre ne respecte toutes les limites. Ce qui s’en approche le plus${S}:`,
    needsTogether: {
      demand: (what, to, from) => `${what}${S}: ${to}, pour ${from} demandés`,
      limit: (what, to, from) => `${what}${S}: ${to}, pour ${from} admis`,
    },
    ways: "Ce qui suffit",
    way: {
      limit: (what, to) => `${what}${S}: ${to}`,
      limits: (moved, count) => `Admettre ${n.list(moved)}, avec ${gpus(count)}`,
      gpu: (gpu, count) => `Prendre ${n.count(count)} ${gpu}`,
      weights: (format, count) => `Servir les poids en ${format}, avec ${gpus(count)}`,
    },
    refused: "Impossible de répondre à la question ainsi posée.",
    failed: `Le calcul a échoué. Recharger la page${S}; la commande infrascale estimate donne la même réponse.`,
    again: "Réessayer",
  },

  limits: {
    title: "Limites",
    used: (used, limit) => `${used} sur ${limit}`,
    binds: "déterminante",
    binding: "Un achat plus petit dépasse les limites déterminantes.",
    withMargin: "Selon les prédictions, avec la marge demandée.",
    names: {
      maxGpus: "Nombre de GPU",
      memory: "Mémoire d’une réplique",
      throughput: "Vitesse d’une réponse",
      capacity: "Requêtes simultanées",
      wait: "Attente du premier jeton",
      utilisation: "Usage de la capacité",
      ttft: "Premier jeton",
      tpot: "Chaque jeton suivant",
      e2e: "Requête entière",
    },
    of: { mean: "moyenne", p50: "50\u00a0%", p90: "90\u00a0%", p95: "95\u00a0%", p99: "99\u00a0%" },
    breaks: {
      memory: (takes, allowed) => `une réplique prendrait ${takes} de mémoire, pour ${allowed} disponibles`,
      throughput: (asked, given) => `une réponse viendrait à ${given}, pour ${asked} demandés`,
      capacity: (takes, allowed) => `il y aurait ${takes} requêtes à la fois, pour ${allowed} au plus`,
      utilisation: (takes, allowed) => `${takes} de la capacité seraient utilisés, pour ${allowed} admis`,
      wait: (takes, allowed) => `le premier jeton prendrait ${takes}, pour ${allowed} admis`,
      ttft: (takes, allowed) => `le premier jeton prendrait ${takes}, pour ${allowed} admis`,
      tpot: (takes, allowed) => `chaque jeton suivant prendrait ${takes}, pour ${allowed} admis`,
      e2e: (takes, allowed) => `une requête entière prendrait ${takes}, pour ${allowed} admis`,
    },
    perSecond: (value) => `${n.about(value)} jetons/s`,
    plain: (value) => n.about(value),
    caption: "Chaque limite, et la part qui en est utilisée",
    columns: { limit: "Limite", used: "Utilisé", allowed: "Admis", share: "Part" },
  },

  memory: {
    title: "Mémoire d’un GPU",
    sum: (total) => `La somme des parts est la mémoire de la carte, ${total}.`,
    parts: {
      weights: "Poids du modèle",
      workSpace: "Espace de travail",
      cacheUsed: "Cache KV utilisé",
      cacheFree: "Cache KV libre",
      kept: "Réservé par le moteur",
    },
    columns: { part: "Usage", bytes: "Mémoire", share: "Part de la carte" },
  },

  sure: {
    title: `Est-ce sûr${S}?`,
    band: (confidence, fewest, most) =>
      most === null
        ? `Avec ${n.percent(confidence)} de confiance, il faut au moins ${gpus(fewest)}${S}; aucun maximum n’est connu.`
        : `Avec ${n.percent(confidence)} de confiance, il faut ${fewest === most ? gpus(most) : `entre ${n.count(fewest)} et ${gpus(most)}`}.`,
    headroom: (factor) => `Chaque objectif est tenu jusqu’à ${n.about(factor)} fois la charge.`,
    source: {
      calibrated: "Les calculs élémentaires de ce GPU ont été chronométrés, et ses tests de charge comparés.",
      family: "Ce GPU n’a pas été chronométré lui-même, mais d’autres de sa famille.",
      datasheet: "On ne connaît de ce GPU que sa fiche technique. À tester avant d’acheter.",
    },
    reached: (reached, asked) =>
      `${n.percent(asked)} étaient demandés${S}; on atteint ${n.percent(reached)} avec au plus le double de l’achat prédit.`,
    outside: "En dehors de ce qui a été mesuré",
    assumed: (count) => `Hypothèses (${n.count(count)})`,
  },

  parts: {
    compare: "Comparer les GPU",
    whatIf: "Et si…",
    launch: "Lancer et tester",
    day: "Heure par heure",
    exports: "Fichiers et rapport",
    steps: "GPU selon la charge",
    speed: "Vitesse selon la charge",
    fleet: "Dans l’autre sens",
    replay: "Simulation requête par requête",
  },

  classic: {
    title: "Les formules d’origine",
    show: "Montrer ce que calcule InfraScale d’origine",
    explain:
      "Le modèle d’InfraScale, à la lettre\u202f: moyennes seules, requêtes toutes pareilles, les limites ci-dessus prises comme des moyennes.",
    columns: { what: "", ours: "Cette page", original: "Origine" },
    rows: { gpus: "GPU", each: "GPU par réplique", replicas: "Répliques" },
    none: "aucun ne suffit",
    needs: "Les formules d’origine demandent une limite sur le premier jeton ou sur les suivants.",
  },
};
