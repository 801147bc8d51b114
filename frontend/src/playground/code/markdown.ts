import { markdown } from "@graphiql/react";

/** A description as the documentation shows it, too. HTML within it is shown as text. */
export function describe(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "code-description";
  element.innerHTML = markdown.render(text);
  return element;
}
