import type { LaunchNotice, NoticeCode, NoticeEffect, NoticeValues } from "../../launch/notice.js";
import { value } from "./names.js";
import { kindOfModel } from "./warnings.js";
import { amount, number } from "./words.js";

const NOTICES: { readonly [Code in NoticeCode]: (values: NoticeValues[Code]) => string } = {
  "tokens-below-requests": ({ maxBatchedTokens, maxNumSeqs }) =>
    `${amount(maxBatchedTokens, "tokens")} par étape, c'est moins que ${amount(maxNumSeqs, "requests")} : le moteur ne démarre pas`,
  "context-beyond-cache": ({ maxModelLen, longestTokens }) =>
    `une requête de ${amount(maxModelLen, "tokens")} ne tient pas dans le cache, qui en contient ${number(longestTokens)} : le moteur ne démarre pas, ou refuse de telles requêtes`,
  "cut-blocks": ({ width, gpus, blockSize }) =>
    `une largeur de ${number(width)} sur ${number(gpus)} GPU coupe des blocs de ${number(blockSize)} poids FP8 : gardez les experts entiers, ou prenez moins de GPU`,
  "key-value-heads": ({ heads, tensor }) =>
    `${number(heads)} têtes de clés et de valeurs ne peuvent être ni réparties ni copiées également sur ${number(tensor)} GPU`,
  "ranks-of-several-gpus": ({ tensor, data }) =>
    `attention en ${number(data)} rangs de ${number(tensor)} GPU : TensorRT-LLM fait un rang de chaque GPU d'un étage, ou d'aucun`,
  "drafts-in-stages": ({ pipeline }) =>
    `SGLang ne propose pas de jetons d'avance dans un parallélisme de pipeline à ${number(pipeline)} étages`,
  "cache-format": ({ format }) => `le moteur ne garde pas de cache en ${format}`,
  "draft-method": ({ method }) => `le moteur ne propose pas de jetons d'avance par ${method}`,
  "ranks-over-servers": ({ data, servers }) =>
    `${number(data)} rangs de données sur ${number(servers)} serveurs : vLLM lance des rangs entiers sur chacun`,
  "uneven-servers": ({ gpus, serverGpus }) =>
    `une réplique de ${number(gpus)} GPU ne remplit pas également des serveurs de ${number(serverGpus)}`,
  "no-pooling": ({ kind }) => `le serveur ne rend pas ce que calcule un modèle ${kindOfModel(kind)}`,
  checkpoint: ({ model, published, format }) =>
    `des poids de ${model} en ${format} (ceux publiés sont en ${published}) : nommez-les à la place de CHECKPOINT`,
  "draft-model": ({ draftTokens }) =>
    `de quoi proposer les ${number(draftTokens)} jetons d'avance : le modèle n'a pas de couches pour cela, nommez un modèle d'ébauche`,
  image: ({ vendor }) => `une image de conteneur pour les GPU de ${vendor} : nommez-la à la place de IMAGE`,
  router: ({ routing }) =>
    `un répartiteur qui distribue les requêtes ${value(routing, "")} : un Service de Kubernetes distribue les connexions au hasard`,
  launcher: ({ servers, by }) => `${LAUNCHERS[by]} sur les ${number(servers)} serveurs d'une réplique`,
  conservativeness: ({ factor }) =>
    `SGLang multiplie --schedule-conservativeness par ${number(factor)} lorsque l'attention est répartie en rangs`,
  "no-overlap": ({ pipeline }) =>
    `SGLang désactive son ordonnanceur à recouvrement dans un parallélisme de pipeline à ${number(pipeline)} étages`,
  "admits-longest": ({ maxModelLen }) =>
    `TensorRT-LLM n'admet une requête que si sa plus longue réponse tient (GUARANTEED_NO_EVICT) : envoyez max_tokens, sinon jusqu'à ${amount(maxModelLen, "tokens")} sont réservés`,
  "beyond-graphs": ({ maxNumSeqs, largestGraph }) =>
    `vLLM capture des graphes jusqu'à ${amount(largestGraph, "requests")} : les lots de là à ${number(maxNumSeqs)} s'en passent`,
  "no-option": ({ option, version }) => `la version ${version} n'a pas ${option} : sa valeur par défaut s'applique`,
  "timed-version": ({ timed, launched }) =>
    `les temps sont prédits pour la version ${timed}, le lancement démarre ${launched}`,
  "options-read-to": ({ version, readTo }) =>
    `les options ont été lues jusqu'à la version ${readTo} ; celle-ci est ${version}`,
  "options-read-from": ({ version, readFrom }) =>
    `les options ont été lues à partir de la version ${readFrom} ; celle-ci est ${version}`,
  "draft-memory": ({ model }) => `les poids et le cache de ${model}, le modèle d'ébauche, n'ont pas été comptés`,
  "quantised-at-load": ({ published, format }) =>
    `les poids sont lus en ${published} et quantifiés en ${format} au chargement : plus à télécharger, et à garder entre-temps`,
  "images-untested": ({ imagesPerRequest }) =>
    `les tests de charge n'envoient aucune des ${number(imagesPerRequest)} images par requête qui ont été comptées`,
  "ranks-as-servers": ({ data }) =>
    `${number(data)} rangs de données d'un modèle dense sont lancés comme des serveurs à part`,
};

const LAUNCHERS: Readonly<Record<NoticeValues["launcher"]["by"], string>> = {
  ray: "un groupe de machines Ray (`ray start`)",
  slurm: "Slurm, ou mpirun, avec un processus par GPU",
};

/** A notice in words. */
export const notice = (of: LaunchNotice): string => (NOTICES[of.code] as (values: LaunchNotice) => string)(of);

const EFFECTS: Readonly<Record<NoticeEffect, string>> = {
  refused: "refusé",
  needed: "à fournir",
  changed: "modifié",
  differs: "différent",
};

/** What a notice means for the launch. */
export const effect = (of: NoticeEffect): string => EFFECTS[of];
