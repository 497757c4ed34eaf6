// Short messages to the person: what was done, what went wrong, and the way back.
import { byId, fill, make } from "./dom.ts";

const SHOWN_MS = 7000;
let timer = 0;

/** Say something; `undo` offers the way back. Screen readers hear it. */
export function say(words: string, undo?: { label: string; act: () => void }): void {
  show("notice", words, undo);
}

export function complain(error: unknown): void {
  show("notice is-wrong", error instanceof Error ? error.message : String(error));
}

function show(kind: string, words: string, undo?: { label: string; act: () => void }): void {
  const box = byId("notices");
  const close = make(
    "button",
    { type: "button", class: "quiet", "aria-label": "Close message", on: { click: () => fill(box) } },
    "×",
  );
  const back =
    undo &&
    make(
      "button",
      {
        type: "button",
        class: "quiet strong",
        on: {
          click: () => {
            fill(box);
            undo.act();
          },
        },
      },
      undo.label,
    );
  fill(box, make("p", { class: kind }, make("span", {}, words), back, close));
  clearTimeout(timer);
  timer = window.setTimeout(() => fill(box), kind === "notice" ? SHOWN_MS : SHOWN_MS * 2);
}

/** Put an address on the clipboard; where the browser refuses, show it to be copied by hand. */
export async function copyLink(address: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(address);
    say("Link copied. It opens this view on this machine while zenobia serve runs.");
  } catch {
    say(`Copy this address: ${address}`);
  }
}
