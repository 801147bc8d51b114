import { markdown } from "@graphiql/react";

// The one renderer of this page, also of its documentation. An image of a description would be fetched from wherever
// its writer says, and tell that server who reads.
markdown.disable("image");

/** A description as the documentation shows it, too. HTML within it is shown as text. */
export function describe(text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "code-description";
  element.innerHTML = markdown.render(text);
  return element;
}
