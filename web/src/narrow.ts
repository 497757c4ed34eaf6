// On a narrow screen one place is shown at a time: map, list or filters.
import { byId, fill, make } from "./dom.ts";
import type { Board } from "./view.ts";

const PLACES = { map: "Map", list: "List", filters: "Filters" } as const;
type Name = keyof typeof PLACES;

export function setUpPlaces(board: Board): void {
  const root = byId("places");
  const show = (name: Name) => {
    document.body.dataset["place"] = name;
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.dataset["name"] === name));
  };
  const buttons = (Object.keys(PLACES) as Name[]).map((name) =>
    make("button", { type: "button", "data-name": name, on: { click: () => show(name) } }, PLACES[name]),
  );
  fill(root, ...buttons);
  board.on(["incident"], ({ incident }) => incident !== null && show("list"));
  board.on(["box"], ({ box }) => box !== null && show("list"));
  show(board.view.incident === null ? "map" : "list");
}
