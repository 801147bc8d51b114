import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./editor.css";
import "./code/code.css";
// GraphiQL asks for these later; here they travel with it.
import "./code/knowledge";
import "./code/monaco";
import { useGraphiQLActions } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { createElement, useEffect } from "react";
import { createRoot } from "react-dom/client";
import type { GraphqlAnswer } from "../lib/graphql";
import type { Messages } from "../locales/locale";
import { standing } from "./code/helpful";
import { createFetcher } from "./fetcher";
import type { Opening } from "./open";

export interface EditorOptions {
  opening: Opening;
  /** The schema's introspection, where it is known already. */
  introspection: GraphqlAnswer<unknown> | null;
  /** What the page is painted in; night is dark, too. */
  theme: "light" | "dark" | "system";
  messages: Messages;
}

/** Puts the editor into `place`. */
export function renderEditor(place: HTMLElement, { opening, introspection, theme, messages }: EditorOptions): void {
  const logo = createElement(
    GraphiQL.Logo,
    null,
    createElement("a", { href: "/", className: "home", "aria-label": messages.playground.back }, messages.app.name),
  );
  const changed = new EventTarget();
  const editor = createElement(
    GraphiQL,
    {
      // GraphiQL builds the schema in one go, which can wait until there is something to see.
      fetcher: createFetcher(introspection && standing.then(() => introspection), () => changed.dispatchEvent(new Event("change"))) as never,
      defaultTabs: opening.welcome,
      ...(opening.query === undefined ? {} : { initialQuery: opening.query }),
      ...(opening.variables === undefined ? {} : { initialVariables: opening.variables }),
      // As the app is, whatever GraphiQL remembers of a choice of its own.
      forcedTheme: theme,
      inputValueDeprecation: true,
      schemaDescription: true,
    },
    logo,
    createElement(SchemaFollower, { changed }),
  );
  createRoot(place).render(editor);
}

/** Loads the schema anew whenever it changed, so that completion and documentation know new types at once. */
function SchemaFollower({ changed }: { changed: EventTarget }): null {
  const { introspect } = useGraphiQLActions();
  useEffect(() => {
    const load = () => void introspect();
    changed.addEventListener("change", load);
    return () => changed.removeEventListener("change", load);
  }, [changed, introspect]);
  return null;
}
