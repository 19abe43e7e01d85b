// Bundle scripts and style sheets by esbuild and draw the sprite of icons. Called by bin/build-front from the root of the repository.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const OUT = "static/built";
const ICONS = "node_modules/@tabler/icons/icons";
const MARKS = "static/icons"; // our own drawings of grades
const FILLED = "-filled"; // the ending that asks for the filled drawing of an icon

/** Return the names of front/icons.txt, without comments. */
function iconNames() {
  const lines = readFileSync("front/icons.txt", "utf8").split("\n");
  const names = lines.flatMap((line) => line.replace(/#.*/, "").split(/\s+/)).filter(Boolean);
  return [...new Set(names)].sort();
}

/** Return one icon as a symbol; line width and ends come from the page's own style sheet. */
function symbol(name) {
  const filled = name.endsWith(FILLED);
  const file = filled ? `${ICONS}/filled/${name.slice(0, -FILLED.length)}.svg` : `${ICONS}/outline/${name}.svg`;
  const shapes = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  const drawn = shapes.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${filled ? `<g fill="currentColor" stroke="none">${drawn}</g>` : drawn}</symbol>`;
}

/** Return one of our own marks as a symbol. */
function mark(file) {
  const [, view, drawn] = readFileSync(`${MARKS}/${file}`, "utf8").match(/<svg[^>]*viewBox="([^"]*)"[^>]*>([\s\S]*)<\/svg>/);
  return `<symbol id="${file.slice(0, -".svg".length)}" viewBox="${view}">${drawn}</symbol>`;
}

mkdirSync(OUT, { recursive: true });
await build({
  entryPoints: { site: "static/js/site.js", theme: "static/js/theme.js", app: "static/css/app.css" },
  outdir: OUT,
  bundle: true,
  minify: true,
  legalComments: "none",
  target: ["chrome100", "firefox100", "safari15"],
  logLevel: "warning",
});
const notice = "<!-- Tabler Icons, MIT License, Copyright Paweł Kuna -->";
const marks = readdirSync(MARKS).filter((file) => file.startsWith("grade-")).sort();
const symbols = [...marks.map(mark), ...iconNames().map(symbol)].join("");
writeFileSync(`${OUT}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${notice}${symbols}</svg>\n`);
