import type { Command } from "commander";
import { modelFromHuggingFace } from "../import.js";
import { given } from "./flags.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";
import { print } from "./print.js";
import { readText } from "./read-json.js";
import { renderModel } from "./render-model.js";

const EXAMPLES = `
Examples:
  $ infrascale import ./config.json --id my-org/my-model
  $ infrascale import ./config.json --json > my-model.json
  $ infrascale estimate --model my-model.json --gpu h100 ...`;

/** Options and action of `infrascale import`. */
export function importCommand(command: Command): void {
  addLanguageFlag(command)
    .argument("<file>", "config.json of a Hugging Face repository")
    .option("--id <name>", "name of the repository, my-org/my-model-FP8")
    .option("--quantisation <file>", "its hf_quant_config.json, where it has one")
    .option("--json", "print the model object, which estimate takes as --model")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

interface ImportFlags extends LanguageFlag {
  readonly id?: string;
  readonly quantisation?: string;
  readonly json?: boolean;
}

async function run(file: string, flags: ImportFlags): Promise<void> {
  const { id, quantisation, json } = flags;
  const model = modelFromHuggingFace(
    readText(file, "file"),
    given({ id, quantisation: quantisation === undefined ? undefined : readText(quantisation, "quantisation") }),
  );
  const language = await languageOf(flags);
  print(model, json, (shown) => renderModel(shown, language));
}
