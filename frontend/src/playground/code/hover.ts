import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { getHoverInformation } from "graphql-language-service";
import { askHover, knownFragments, knownSchema } from "./knowledge";
import { describe } from "./markdown";
import type { TextModel } from "./model";
import { placeOf } from "./place";

/** Explains what is under the pointer: fields and arguments of an operation, pictures that an answer names. */
export function hover(model: TextModel): Extension {
  return hoverTooltip((view, pos) => {
    const word = view.state.wordAt(pos);
    const content = model.getLanguageId() === "graphql" ? explain(model, pos) : preview(model, pos);
    if (!content) return null;
    return { pos: word?.from ?? pos, end: word?.to ?? pos, above: true, create: () => ({ dom: content }) };
  });
}

function explain(model: TextModel, pos: number): HTMLElement | null {
  const schema = knownSchema();
  if (!schema) return null;
  const config = { useMarkdown: true, externalFragmentDefinitions: knownFragments() };
  const said = getHoverInformation(schema, model.getValue(), placeOf(model.text, pos), undefined, config);
  const text = typeof said === "string" ? said : "";
  return text ? describe(text) : null;
}

/** GraphiQL fills the element in itself, so it has to be there as GraphiQL wrote it. */
function preview(model: TextModel, pos: number): HTMLElement | null {
  const html = askHover(model, model.getPositionAt(pos));
  if (html === null) return null;
  const element = document.createElement("div");
  element.className = "code-description";
  element.innerHTML = html;
  return element;
}
