import { Argument, Command } from "commander";
import type { Commands } from "./command-entry.js";

const HELP = `
Examples:
  $ infrascale completion bash >> ~/.bashrc
  $ infrascale completion zsh >> ~/.zshrc
  $ infrascale completion fish > ~/.config/fish/completions/infrascale.fish
`;

/** Options by command. */
type Words = readonly (readonly [command: string, description: string, options: readonly string[]])[];

/** What completes commands and options, by shell. */
const SHELLS: Readonly<Record<string, (words: Words) => string>> = {
  bash,
  zsh: (words) => `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`,
  fish,
};

/** Options and action of `infrascale completion`. */
export function completionCommand(command: Command, commands: Commands): void {
  command
    .addArgument(new Argument("<shell>", "whose completion is printed").choices(Object.keys(SHELLS)))
    .addHelpText("after", HELP)
    .action(async (shell: string) => {
      process.stdout.write(SHELLS[shell]?.(await words(commands)) ?? "");
    });
}

const words = async (commands: Commands): Promise<Words> =>
  Promise.all(
    Object.entries(commands).map(async ([name, { description, load }]) => {
      const command = new Command(name);
      (await load())(command);
      return [name, description, [...command.options.map(({ long }) => long ?? ""), "--help"]] as const;
    }),
  );

function bash(words: Words): string {
  const cases = words.map(([name, , options]) => `    ${name}) options="${options.join(" ")}" ;;`);
  return [
    "_infrascale() {",
    '  local word="${COMP_WORDS[COMP_CWORD]}" options',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    `    *) options="${words.map(([name]) => name).join(" ")}" ;;`,
    "  esac",
    '  if [ "$COMP_CWORD" -eq 1 ] || [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word")); fi',
    "}",
    "complete -o default -F _infrascale infrascale",
    "",
  ].join("\n");
}

function fish(words: Words): string {
  const lines = words.flatMap(([name, description, options]) => [
    `complete -c infrascale -n __fish_use_subcommand -f -a ${name} -d '${description}'`,
    ...options.map((option) => `complete -c infrascale -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`),
  ]);
  return `${lines.join("\n")}\n`;
}
