/** Says whether a module is named by a list: of a layer, or outside the layers. */
export type NamePattern = (layer: number | null, name: string) => boolean;

/** What checkpoints write before `layers.0`, with and without a vision encoder beside the text model. */
const STEMS = /^(?:(?:model|language_model|backbone|transformer)\.)+/;
/** Other names of the feed-forward block: Mixtral's and MiniMax's, Llama 4's. */
const FEED_FORWARD = /\b(?:block_sparse_moe|feed_forward|ffn)\b/g;

const REGULAR_EXPRESSION = "re:";
/** A name that no layer has, for asking whether a list speaks of one layer only. */
const ONE_LAYER = /^layers\.(\d+)\.(.+)$/;

/**
 * A test for the names that quantisation tools list: whole paths, parts of paths (a module below a listed one is listed
 * too), wildcards, and regular expressions after `re:`, which `refuseExpression` is called with when they are none.
 */
export function namePatterns(names: readonly string[], refuseExpression: (expression: string) => never): NamePattern {
  const byLayer = new Map<number, RegExp[]>();
  const general: RegExp[] = [];
  const expressions: RegExp[] = [];
  for (const name of names) {
    if (name.startsWith(REGULAR_EXPRESSION)) {
      expressions.push(compiled(name.slice(REGULAR_EXPRESSION.length)) ?? refuseExpression(name));
      continue;
    }
    const bare = name.replace(STEMS, "").replaceAll(FEED_FORWARD, "mlp");
    const one = ONE_LAYER.exec(bare);
    if (one === null) general.push(pathPattern(bare));
    else byLayer.set(Number(one[1]), [...(byLayer.get(Number(one[1])) ?? []), pathPattern(bare)]);
  }
  return (layer, name) => {
    const path = layer === null ? name : `layers.${layer}.${name}`;
    return (
      (layer === null ? [] : (byLayer.get(layer) ?? [])).some((pattern) => pattern.test(path)) ||
      general.some((pattern) => pattern.test(path)) ||
      expressions.some((pattern) => pattern.test(layer === null ? path : `model.${path}`))
    );
  };
}

function compiled(expression: string): RegExp | null {
  try {
    return new RegExp(`^(?:${expression})`);
  } catch {
    return null;
  }
}

/** Matches a run of whole path parts; a star stands for any text. */
function pathPattern(name: string): RegExp {
  const escaped = name.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`(?:^|\\.)${escaped}(?:\\.|$)`);
}
