/** One mutation score for each folder, after `stryker run`: of all mutants those on which a test fails. One that hangs is shown apart, and counts as not noticed. */
import { readFileSync } from "node:fs";

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const { files } = JSON.parse(readFileSync("reports/mutation.json", "utf8")) as Report;
const mutants = Object.entries(files).flatMap(([path, file]) =>
  file.mutants.map(({ status }) => ({ folder: path.split("/").slice(0, 2).join("/"), status })),
);
for (const folder of new Set(mutants.map((mutant) => mutant.folder))) {
  const count = (status: string): number =>
    mutants.filter((mutant) => mutant.folder === folder && mutant.status === status).length;
  const [killed, survived, timedOut, uncovered] = [
    count("Killed"),
    count("Survived"),
    count("Timeout"),
    count("NoCoverage"),
  ];
  const share = (100 * killed) / Math.max(1, killed + survived + timedOut + uncovered);
  console.log(
    `${folder.padEnd(18)} ${share.toFixed(1).padStart(5)} %   ${killed} killed, ${survived} survived, ${timedOut} timed out, ${uncovered} not reached`,
  );
}
