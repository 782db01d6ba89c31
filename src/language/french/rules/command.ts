import type { COMMAND_RULES } from "../../../rules/command.js";
import type { InLanguage } from "../../in-language.js";
import { all, any, number, plural } from "../words.js";

export const commandRules: InLanguage<typeof COMMAND_RULES> = {
  "left-out-with": ({ option }) => `doit être omis avec ${option}`,
  "comes-with-option": ({ option }) => `doit être accompagné de ${option}`,
  "comes-with-sessions": () => "doit être accompagné d'une trace qui a une colonne session ou parent_row",
  "given-without-preset": () => "doit être donné en l'absence de --preset",
  "share-below-one": () => "doit être un nombre d'au moins 0, inférieur à 1",
  "integer-alone": () => "doit être un entier",
  "bytes-at-most": ({ most }) => `doit avoir au plus ${number(most)} octets`,
  "readable-path": () => "doit être le chemin d'un fichier lisible",
  "writable-path": () => "doit être le chemin d'un fichier que l'on peut écrire",
  "new-path": () => "doit être le chemin d'un nouveau fichier",
  "file-of-its-own": ({ kind }) =>
    `doit être un nouveau fichier, ou un fichier qui contient ${kind === "plan" ? "un plan" : "un profil de moteur"} et rien d'autre`,
  "holds-json": ({ said }) => `doit contenir du JSON (${said})`,
  "holds-csv": ({ said }) => `doit contenir une table de valeurs séparées par des virgules (${said})`,
  "number-at-line-end": ({ line }) => `doit avoir un nombre à la fin de la ligne ${number(line)}`,
  "form-without-compose": () =>
    "doit être une autre forme : Compose ne lance pas de réplique sur plusieurs serveurs, et n'a de mots que pour les GPU de NVIDIA",
  "form-without-kubernetes": () =>
    "doit être une autre forme : un lanceur à part démarre une telle réplique, ou aucun greffon n'est connu pour ses GPU",
  "form-without-load-test": () =>
    "doit être une autre forme : on ne sait pas lire les tests de charge des modèles qui n'écrivent rien",
  "scenario-option": () => "doit donner des options d'une commande : `infrascale init` les énumère",
  "scenario-value": () => "doit être un texte, un nombre ou une liste de ceux-ci",
  "scenario-object": () => "doit contenir des options par leur nom",
  "one-object-a-line": () => "doit contenir un objet JSON par ligne, pas un tableau",
  "object-of-a-line": () => "doit être un objet JSON, comme chaque ligne d'une trace qui commence par un tel objet",
  "line-characters-at-most": ({ most }) => `doit avoir des lignes de ${number(most)} caractères au plus`,
  "header-and-request": () => "doit contenir un en-tête et au moins une requête",
  "header-and-row": () => "doit contenir un en-tête et au moins une ligne",
  "needs-columns": ({ columns }) =>
    `doit avoir ${plural(columns.length, "la colonne", "les colonnes")} ${all(columns)}`,
  "one-of-columns": ({ columns }) => `doit avoir une seule des colonnes ${all(columns)}`,
  "session-beside-think-time": () => "doit avoir la colonne session à côté de think_time_s",
  "table-columns": ({ speeds, logs }) =>
    `doit avoir l'une des colonnes ${any(speeds)} (vitesses), ou l'une de ${any(logs)} (journaux de démarrage)`,
  "session-named": () => "doit nommer une session",
  "row-order": () => "ne doit pas être antérieur à la ligne précédente",
  "session-row-order": () => "ne doit pas être antérieur à la ligne précédente de sa session",
  "date-and-time": () =>
    "doit être une date et une heure, 2023-11-16 18:17:03.98 (les secondes vont sous t_s, les millisecondes sous t_ms)",
};
