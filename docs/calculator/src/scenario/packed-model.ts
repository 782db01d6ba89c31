import type { Model } from "infrascale";

/** Longest packed model that is read: the longest of any published config is a tenth of it. */
const MOST_CHARACTERS = 10_000;
/** Longest model that one unpacks to, bytes: a link is anybody's. */
const MOST_BYTES = 1e6;

/** A model as a link carries it: JSON, deflated, in characters that a link may hold. */
export async function packModel(model: Model): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(model)), new CompressionStream("deflate-raw"));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The model that was packed; null where the text is none. The library checks it as it checks any model. */
export async function unpackModel(packed: string): Promise<Model | null> {
  if (packed.length > MOST_CHARACTERS) return null;
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const text = new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
    return JSON.parse(text) as Model;
  } catch {
    return null;
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough<Uint8Array>(stream).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > MOST_BYTES) throw new RangeError("longer than any model");
    parts.push(part.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
