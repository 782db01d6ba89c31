import { counted, number } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";

/** Comments of what `infrascale plan` prints. */
export const launch: CommandLanguage["words"]["launch"] = {
  onAllServers: (servers) => `sur les ${number(servers)} serveurs d'une réplique à la fois`,
  onServer: (server) => `sur le serveur ${server} d'une réplique ; HEAD est l'adresse du serveur 0`,
  each: (replicas, gpus) => `pour chaque réplique (${number(replicas)} en tout), sur ${number(gpus)} GPU`,
  oneServer: (inServer, replicas, gpus) =>
    `un serveur : ${number(inServer)} sur ${counted(replicas, "réplique")}, chacune sur ${number(gpus)} GPU`,
  file: (path, commands) => `${path}, pour ${commands}`,
  leaves: (result) => `laisse ${result} : infrascale check ${result} --plan plan.json`,
  lengths: (lengths) =>
    `les longueurs suivent ici une loi ${lengths === "normal" ? "normale" : "uniforme"} : l'outil ne tire pas de loi log-normale`,
};
