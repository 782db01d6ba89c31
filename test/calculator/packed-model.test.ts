import { expect, test } from "vitest";
import { models } from "infrascale";
import { packModel, unpackModel } from "../../docs/calculator/src/scenario/packed-model.js";

test("a model comes out of a link as it went in, in characters that a link may hold", async () => {
  for (const model of models.slice(0, 20)) {
    const packed = await packModel(model);
    expect(packed).toMatch(/^[\w-]+$/);
    expect(await unpackModel(packed)).toEqual(model);
  }
});

test("what is no model is none", async () => {
  for (const text of ["", "!", "abc", "a".repeat(20_000)]) expect(await unpackModel(text)).toBeNull();
});

test("a text that unpacks to more than any model is refused", async () => {
  const bomb = await packModel({ id: "a".repeat(2e6) } as never);
  expect(bomb.length).toBeLessThan(10_000);
  expect(await unpackModel(bomb)).toBeNull();
});
