import type { Bilingual } from "./frame.js";
import type { Weights } from "./weights.js";

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);

/** What is kept, what it weighs, and under which licences it is. */
export const legalPage = ({ firstPaintBytes, allBytes, files }: Weights): Bilingual => ({
  title: "Legal notice, footprint and licences",
  titleInFrench: "Mentions légales, écoconception et licences",
  english: `
<h2>What this site keeps</h2>
<p>Nothing. All is computed in your browser. The page asks no other host for anything and may not: its security policy forbids it. There are no cookies
and no counters. The language and the colours that you choose are stored in your browser; a link that you copy holds your figures behind a <code>#</code>, which browsers send to nobody.</p>
<h2>Who is behind it</h2>
<p>The software is made by the contributors of infrascale. Who puts it online is responsible for doing so, and adds name, address and host here where the law asks for it.
Estimates are given without warranty: <a href="docs/documents/Known_limits.html">known limits</a>, <a href="docs/documents/How_often_is_the_purchase_right_.html">how often they are right</a>.</p>
<h2>Footprint of the page</h2>
<p>Compressed, the form takes ${kilobytes(firstPaintBytes)} kB; all of the calculator, with its catalogs and charts, ${kilobytes(allBytes)} kB in ${files} files, fetched once. No fonts, no images, no video,
nothing in the background after the answer. It is a folder of files that any host can serve.</p>
<h2>Licences</h2>
<p>infrascale is under the MIT licence. <a href="licences.txt">Licences of the packages that are bundled</a>. Sources of the data are named with each figure:
<a href="docs/documents/Names.html">models and GPUs</a>, <a href="docs/documents/Cost_and_footprint.html">prices and carbon</a>. Names of products belong to their owners.</p>`,
  french: `
<h2>Ce que ce site conserve</h2>
<p>Rien. Tout est calculé dans votre navigateur. La page ne demande rien à un autre serveur et ne le peut pas : sa politique de sécurité l’interdit. Ni cookies
ni mesure d’audience. La langue et les couleurs choisies sont conservées dans votre navigateur ; un lien copié contient vos chiffres derrière un <code>#</code>, que les navigateurs n’envoient à personne.</p>
<h2>Qui en répond</h2>
<p>Le logiciel est fait par les contributeurs d’infrascale. Qui le met en ligne en est responsable, et ajoute ici son nom, son adresse et son hébergeur là où la loi le demande.
Les estimations sont fournies sans garantie : <a href="docs/documents/Known_limits.html" hreflang="en">limites connues</a>, <a href="docs/documents/How_often_is_the_purchase_right_.html" hreflang="en">fréquence des réponses justes</a> (en anglais).</p>
<h2>Empreinte de la page</h2>
<p>Une fois compressé, le formulaire pèse ${kilobytes(firstPaintBytes)} ko ; tout le calculateur, catalogues et graphiques compris, ${kilobytes(allBytes)} ko en ${files} fichiers, chargés une fois. Ni polices, ni images, ni vidéo,
aucune activité après la réponse. C’est un dossier de fichiers que tout hébergeur peut servir.</p>
<h2>Licences</h2>
<p>infrascale est sous licence MIT. <a href="licences.txt" hreflang="en">Licences des paquets inclus</a>. Les sources des données sont citées avec chaque chiffre :
<a href="docs/documents/Names.html" hreflang="en">modèles et GPU</a>, <a href="docs/documents/Cost_and_footprint.html" hreflang="en">prix et carbone</a>. Les noms de produits appartiennent à leurs propriétaires.</p>`,
});
