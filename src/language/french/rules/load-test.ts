import type { LOAD_TEST_RULES } from "../../../rules/load-test.js";
import type { InLanguage } from "../../in-language.js";
import { all, number, percent } from "../words.js";

export const loadTestRules: InLanguage<typeof LOAD_TEST_RULES> = {
  "file-text": () => "doit être le texte d'un fichier",
  "own-encoding": () =>
    "doit être lu dans son propre encodage (il ressemble à de l'UTF-16 lu comme de l'UTF-8 : enregistrez-le en UTF-8)",
  "not-empty": () => "doit contenir les résultats d'un test de charge ; il est vide",
  "rows-at-most": ({ most }) =>
    `doit avoir au plus ${number(most)} lignes ; donnez le résumé du test de charge, pas son journal`,
  "characters-at-most": ({ most }) =>
    `doit avoir au plus ${number(most)} caractères ; donnez le résumé du test de charge, pas son journal`,
  "table-characters-at-most": ({ most }) => `doit avoir au plus ${number(most)} caractères si c'est une table`,
  "yaml-characters-at-most": ({ most }) => `doit avoir au plus ${number(most)} caractères si c'est du YAML`,
  "complete-json": ({ said }) => `doit contenir du JSON complet (${said})`,
  "complete-yaml": ({ said }) => `doit contenir du YAML complet (${said})`,
  "rows-below-header": () => "doit contenir des lignes sous son en-tête",
  "known-tool": () =>
    "doit contenir les résultats d'un outil de test de charge connu, ou des lignes avec des colonnes telles que concurrency, outputTokens, ttftSeconds, tpotSeconds",
  "usable-row": ({ tools }) =>
    `doit contenir au moins une ligne utilisable${tools.length === 0 ? "" : ` ; ce qui a été lu comme résultats de ${all(tools)} n'en contient aucune`}`,
  "llama-bench": () =>
    "vient de llama-bench (llama.cpp), qui mesure la lecture et la génération à part et sans serveur ; donnez les résultats de llama-benchy ou de vllm bench serve contre son serveur",
  "inference-perf-summary": () =>
    "est un résumé de inference-perf, qui mêle tous les débits ; donnez ses fichiers stage_N_lifecycle_metrics.json",
  "llmperf-requests": () => "contient les requêtes une à une de llmperf ; donnez son fichier _summary.json",
  "aiperf-requests": () => "contient les requêtes une à une de aiperf ; donnez son fichier profile_export_aiperf.json",
  "vllm-request-log": () =>
    "est un journal de requêtes de vLLM, pas le résumé d'un test de charge ; ses requêtes peuvent être simulées comme une trace (t_s, input_tokens, output_tokens)",
  locust: () =>
    "est une table de Locust, qui ne connaît ni le premier jeton ni les longueurs ; donnez les résultats d'un outil qui lit les jetons, ou vos propres lignes",
  k6: () =>
    "est une table de k6, qui ne connaît ni le premier jeton ni les longueurs ; donnez les résultats d'un outil qui lit les jetons, ou vos propres lignes",
  "perf-analyzer": () =>
    "est une table de perf_analyzer (Triton), qui ne connaît ni les jetons ni le premier d'entre eux ; donnez les résultats de genai-perf ou de aiperf",
  "engine-series": () => "est une série temporelle d'un moteur, pas le résumé d'un test de charge",
  "few-failures": ({ most }) =>
    `doit être au plus de ${percent(most)} : les requêtes terminées à côté de requêtes en échec ne sont pas un échantillon honnête`,
  "something-measured": () => "ou un autre temps ou débit doit avoir été mesuré",
  "something-predicted": () => "doit contenir un temps ou un débit que le modèle prédit",
  "fitted-numbers": ({ count }) => `doit être fait de ${number(count)} nombres finis`,
  "row-to-fit": () => "doit contenir une ligne utilisable",
  "weight-for-each-row": ({ rows }) => `doit avoir ${number(rows)} entrées, une par ligne`,
  "possible-figure": () => "doit être une valeur possible, ou absent",
};
