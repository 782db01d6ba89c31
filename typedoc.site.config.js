import { Renderer } from "typedoc";
import config from "./typedoc.config.js";

const CALCULATOR = "../index.html";

/** Landmarks that the theme's pages lack, by which a screen reader finds its way. */
const LANDMARKS = [
  ['<div class="col-content">', '<div class="col-content" role="main">'],
  ['<div class="page-menu">', '<div class="page-menu" role="complementary" aria-label="On this page">'],
  ['<nav id="tsd-sidebar-links"', '<nav id="tsd-sidebar-links" aria-label="Site"'],
];

/** Links of the head are written alike on all pages; this makes them relative, so that the site works below any path. */
const mendPages = (app) =>
  app.renderer.on(Renderer.EVENT_END_PAGE, (page) => {
    const up = "../".repeat(page.url.split("/").length - 1);
    page.contents = [[`href="${CALCULATOR}"`, `href="${up}${CALCULATOR}"`], ...LANDMARKS].reduce(
      (html, [from, to]) => html?.replaceAll(from, to),
      page.contents,
    );
  });

/** The same pages as a part of the site, below the calculator. */
export default {
  ...config,
  out: "site/docs",
  plugin: [mendPages],
  favicon: "docs/icon.svg",
  navigationLinks: { Calculator: CALCULATOR },
};
