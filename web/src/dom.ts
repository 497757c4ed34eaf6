// Make elements. Text from reports only ever becomes text nodes and attributes, never markup.

type Child = Node | string | number | null | undefined | false;
type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
type Attributes = Record<string, string | number | boolean | null | undefined | Handlers>;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes & { on?: Handlers } = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(element, value as Handlers);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
  fill(element, ...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function draw<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function fill(element: Element, ...children: Child[]): void {
  const shown = children.filter((child) => child !== null && child !== undefined && child !== false);
  element.replaceChildren(
    ...shown.map((child) => (typeof child === "number" ? String(child) : (child as Node | string))),
  );
}

function listen(element: HTMLElement, handlers: Handlers): void {
  for (const [name, handler] of Object.entries(handlers)) {
    element.addEventListener(name, handler as EventListener);
  }
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

/** Only addresses of the web become links: a report may name "javascript:" as its address. */
export function outsideLink(address: string, words: string): HTMLElement {
  if (!/^https?:\/\//i.test(address)) return make("span", {}, words);
  return make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words);
}
