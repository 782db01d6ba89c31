import { expect, test } from "vitest";
import { scatterPlot } from "../../scripts/accuracy/scatter-plot.js";

const plot = scatterPlot("a < b", "ms", [
  {
    title: "one",
    series: [
      {
        name: "current",
        colour: "#123456",
        points: [
          [10, 100],
          [1, 1],
          [1, 1],
        ],
      },
    ],
  },
  { title: "two", series: [] },
]);

test("points lie on logarithmic axes that are the same both ways", () => {
  // Two decades on 380 pixels from (64, 424): 10 measured and 100 predicted is the middle of the upper edge.
  expect(plot).toContain('d="M254 44h0M64 424h0"');
});

test("the legend counts all points, those on one another too", () => {
  expect(plot).toContain("current (3)");
});

test("text is escaped", () => {
  expect(plot).toContain("<title>a &lt; b</title>");
});
