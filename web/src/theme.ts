// Light or dark: as the system has it, until a person chooses.

const KEY = "zenobia-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

type Theme = "light" | "dark";

/** Set the theme, and call `recolour` whenever it changes. */
export function followTheme(recolour: () => void): void {
  set(chosen() ?? ofSystem());
  system.addEventListener("change", () => {
    if (chosen() === null) set(ofSystem());
    recolour();
  });
}

export function switchTheme(): void {
  const theme = document.documentElement.dataset["theme"] === "dark" ? "light" : "dark";
  localStorage.setItem(KEY, theme);
  set(theme);
}

const ofSystem = (): Theme => (system.matches ? "dark" : "light");

function chosen(): Theme | null {
  const known = localStorage.getItem(KEY);
  return known === "light" || known === "dark" ? known : null;
}

function set(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}
