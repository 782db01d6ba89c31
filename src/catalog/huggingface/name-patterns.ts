/** Says whether a module of a layer is named by a list. */
export type NamePattern = (layer: number, name: string) => boolean;

/** What checkpoints write before `layers.0`, with and without a vision encoder beside the text model. */
const STEMS = /^(?:(?:model|language_model|backbone|transformer)\.)+/;
/** Names that mean one place: Mixtral and MiniMax call the experts' block otherwise, DeepSeek V4 the attention. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:block_sparse_moe|feed_forward|ffn)\b/g, "mlp"],
  [/^(layers\.[^.]*\.)experts\b/, "$1mlp.experts"],
];

const REGULAR_EXPRESSION = "re:";
/** A name that no layer has, for asking whether a list speaks of one layer only. */
const ONE_LAYER = /^layers\.(\d+)\.(.+)$/;

/**
 * A test for the names that quantisation tools list: whole paths, parts of paths (a module below a listed one is listed
 * too), wildcards, and regular expressions after `re:`.
 */
export function namePatterns(names: readonly string[]): NamePattern {
  const byLayer = new Map<number, RegExp[]>();
  const general: RegExp[] = [];
  const expressions: RegExp[] = [];
  for (const name of names) {
    if (name.startsWith(REGULAR_EXPRESSION)) {
      expressions.push(new RegExp(`^(?:${name.slice(REGULAR_EXPRESSION.length)})`));
      continue;
    }
    const bare = simplified(name);
    const one = ONE_LAYER.exec(bare);
    if (one === null) general.push(pathPattern(bare));
    else byLayer.set(Number(one[1]), [...(byLayer.get(Number(one[1])) ?? []), pathPattern(bare)]);
  }
  return (layer, name) => {
    const path = `layers.${layer}.${name}`;
    return (
      (byLayer.get(layer) ?? []).some((pattern) => pattern.test(path)) ||
      general.some((pattern) => pattern.test(path)) ||
      expressions.some((pattern) => pattern.test(`model.${path}`))
    );
  };
}

function simplified(name: string): string {
  let bare = name.replace(STEMS, "");
  for (const [pattern, replacement] of SYNONYMS) bare = bare.replace(pattern, replacement);
  return bare;
}

/** Matches a run of whole path parts; a star stands for any text. */
function pathPattern(name: string): RegExp {
  const escaped = name.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`(?:^|\\.)${escaped}(?:\\.|$)`);
}
