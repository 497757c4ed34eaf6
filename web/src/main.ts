// Start the page: ask what the ledger holds, then set up the panels around one view.
import { Answers } from "./answers.ts";
import { ArticlePanel } from "./article.ts";
import { ControlPanel } from "./control.ts";
import { ComparingPanel } from "./comparing.ts";
import { byId, fill, make } from "./dom.ts";
import { Evidence } from "./evidence.ts";
import { FilterPanel } from "./filters.ts";
import { Header } from "./header.ts";
import { IncidentList } from "./incidents.ts";
import { Judging } from "./judging.ts";
import { helpDialog, listenForKeys } from "./keyboard.ts";
import { mapLegend } from "./legend.ts";
import { MapPanel } from "./map.ts";
import { setUpPlaces } from "./narrow.ts";
import { complain } from "./notices.ts";
import { reviewKeys } from "./review.ts";
import { ask } from "./server.ts";
import type { World } from "./surface.ts";
import { followTheme } from "./theme.ts";
import { Timeline } from "./timeline.ts";
import type { About } from "./types.ts";
import { Board } from "./view.ts";

async function start(): Promise<void> {
  let recolour = () => {};
  followTheme(() => recolour());
  const [about, world] = await Promise.all([
    ask<About>("/api/about"),
    ask<World>("/assets/world.json"),
    fontsReady(),
  ]);
  const board = new Board(window);
  const answers = new Answers(board, about, complain);
  const judging = new Judging(answers);
  const map = new MapPanel(byId("map"), answers, world, complain);
  recolour = () => map.recolour();
  const list = new IncidentList(byId("list"), answers, complain);
  const evidence = new Evidence(
    byId("evidence"),
    answers,
    judging,
    (shown) => {
      byId("list").hidden = shown !== null || board.view.incident !== null;
      const place = shown?.incident.place;
      map.choose(
        place && place.lat !== null && place.lon !== null ? { lat: place.lat, lon: place.lon } : null,
      );
    },
    complain,
  );
  new FilterPanel(byId("filters"), answers);
  const timeline = new Timeline(byId("timeline"), answers, complain);
  const control = new ControlPanel(byId("control"), answers, (tints) => map.tint(tints), complain);
  if (about.beside !== null)
    new ComparingPanel(
      byId("control"),
      byId("comparing"),
      answers,
      (...shown) => map.compare(...shown),
      complain,
    );
  new ArticlePanel(byId("article"), answers, judging, complain);
  fill(byId("legend"), mapLegend(answers));
  const keys = reviewKeys({ board, list, evidence, judging, control, map, help: () => dialog.showModal() });
  const dialog = helpDialog(keys);
  new Header(
    byId("header"),
    answers,
    judging.nameField,
    () => dialog.showModal(),
    () => map.recolour(),
  );
  listenForKeys(keys, dialog);
  setUpPlaces(board);
  document.body.dataset["ready"] = "true";
  await Promise.all([answers.count(), map.load(), list.load(), timeline.load(), evidence.load()]);
}

/** Labels of the map are drawn with the page's font, so it has to be there first. */
async function fontsReady(): Promise<void> {
  await Promise.all(
    ["500", "650"].map((weight) => document.fonts.load(`${weight} 14px "Inter Variable"`)),
  ).catch(() => undefined);
}

start().catch((error: unknown) => {
  fill(
    byId("notices"),
    make("p", { class: "notice is-wrong" }, error instanceof Error ? error.message : String(error)),
  );
});
