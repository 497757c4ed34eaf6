// Every step of a review by keyboard. Keys are silent while a person types.
import { make } from "./dom.ts";

export type Key = { keys: string[]; words: string; act: () => void };

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)
  );
}

export function listenForKeys(keys: readonly Key[], dialog: HTMLDialogElement): void {
  const acts = new Map(keys.flatMap(({ keys: names, act }) => names.map((name) => [name, act] as const)));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    const act = acts.get(event.key);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

export function helpDialog(keys: readonly Key[]): HTMLDialogElement {
  const rows = keys.map(({ keys: names, words }) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, ...names.flatMap((name, i) => [i > 0 ? " " : "", make("kbd", {}, name)])),
      make("td", {}, words),
    ),
  );
  const dialog = make("dialog", { class: "help", "aria-labelledby": "help-title" });
  dialog.append(
    make("h2", { id: "help-title" }, "Keys"),
    make("table", {}, make("tbody", {}, ...rows)),
    make("form", { method: "dialog" }, make("button", { class: "strong" }, "Close")),
  );
  document.body.append(dialog);
  return dialog;
}
