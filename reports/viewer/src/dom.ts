// Elements, made so that text from a result stays text.

type Child = Node | string;

/** An HTML element with attributes and children. Strings become text nodes. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The same for SVG. */
export function s(
  tag: string,
  attributes: Record<string, string | number> = {},
  ...children: Child[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** The element of page.html with this id; the page is broken without it. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as Kind;
}

export function button(label: string, attributes: Record<string, string>, act: () => void) {
  const element = h("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", act);
  return element;
}

/** A cell of a table; numbers stand on the right. */
export function cell(content: Child | number, attributes: Record<string, string> = {}) {
  if (typeof content === "number") {
    return h("td", { class: "n", ...attributes }, content.toLocaleString("en"));
  }
  return h("td", attributes, content);
}

export function table(heads: (string | [string])[], rows: Node[], attributes = {}) {
  // A head in brackets stands over numbers.
  const cells = heads.map((head) =>
    typeof head === "string"
      ? h("th", { scope: "col" }, head)
      : h("th", { scope: "col", class: "n" }, head[0]),
  );
  return h(
    "table",
    { class: "data", ...attributes },
    h("thead", {}, h("tr", {}, ...cells)),
    h("tbody", {}, ...rows),
  );
}

/** A table may be wider than the page; then it scrolls by itself, by keyboard too. */
export function scrolling(content: Node, label: string) {
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label }, content);
}

export function show(section: string, ...content: Child[]) {
  const element = byId(section);
  element.hidden = false;
  element.querySelector(".body")!.append(...content);
}
