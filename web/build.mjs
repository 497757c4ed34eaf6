// Build the page into the package: one script, one style sheet, MapLibre's worker, fonts and the base map.
// The same sources and lock give the same bytes, so that CI can build anew and compare.
import { build } from "esbuild";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { baseMap } from "./basemap.mjs";
import { notices } from "./notices.mjs";

const WEB = dirname(fileURLToPath(import.meta.url));
const ASSETS = join(WEB, "../src/zenobia/web/assets");

// Latin letters cover the names in English news; other scripts fall to the fonts of the system.
const FONTS = {
  "inter-latin.woff2": "inter/files/inter-latin-wght-normal.woff2",
  "inter-latin-ext.woff2": "inter/files/inter-latin-ext-wght-normal.woff2",
  "source-serif-latin.woff2": "source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  "source-serif-latin-ext.woff2": "source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2",
};

const SHARED = { bundle: true, format: "esm", target: "es2022", logLevel: "warning", charset: "utf8" };

async function page() {
  await rm(ASSETS, { recursive: true, force: true });
  await mkdir(join(ASSETS, "fonts"), { recursive: true });
  await build({
    ...SHARED,
    entryPoints: { page: join(WEB, "src/main.ts") },
    outdir: ASSETS,
    minify: true,
    legalComments: "none",
  });
  await build({
    ...SHARED,
    entryPoints: { page: join(WEB, "style/style.css") },
    outdir: ASSETS,
    minify: true,
    external: ["*.woff2"],
  });
  await build({
    ...SHARED,
    entryPoints: { "map-worker": join(WEB, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs") },
    outdir: ASSETS,
    minify: true,
    legalComments: "none",
  });
  await cp(join(WEB, "index.html"), join(ASSETS, "index.html"));
  await cp(join(WEB, "icon.svg"), join(ASSETS, "icon.svg"));
  for (const [name, from] of Object.entries(FONTS)) {
    await cp(join(WEB, "node_modules/@fontsource-variable", from), join(ASSETS, "fonts", name));
  }
  await writeFile(join(ASSETS, "world.json"), JSON.stringify(baseMap(WEB)));
  await writeFile(join(ASSETS, "NOTICES.txt"), await notices(WEB));
}

async function tests() {
  const files = (await readdir(join(WEB, "tests"))).filter((name) => name.endsWith(".test.ts"));
  await rm(join(WEB, ".tests"), { recursive: true, force: true });
  await build({
    ...SHARED,
    entryPoints: files.map((name) => join(WEB, "tests", name)),
    outdir: join(WEB, ".tests"),
    outExtension: { ".js": ".mjs" },
    platform: "node",
  });
}

await (process.argv.includes("--tests") ? tests() : page());
