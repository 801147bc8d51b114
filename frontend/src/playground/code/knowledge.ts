import type { FragmentDefinitionNode, GraphQLSchema } from "graphql";
import type { Disposable, TextModel } from "./model";
import type { Position } from "./values";

/*
 * What the editors know of the API, and whom they ask about a place in a text. GraphiQL tells it all.
 */

interface SchemaConfig {
  schema: GraphQLSchema;
}

/** What a place in a text means, for the documentation. */
interface DefinitionProvider {
  provideDefinition: (model: TextModel, position: Position, token: null) => unknown[] | undefined;
}

/** Shows what the last asked definition was about. */
interface ReferenceProvider {
  provideReferences: (model: TextModel, position: Position, context: null, token: null) => unknown;
}

interface HoverProvider {
  provideHover: (model: TextModel, position: Position) => { contents: { value: string; supportHtml?: boolean }[] } | null;
}

let schema: GraphQLSchema | null = null;
let fragments: readonly FragmentDefinitionNode[] = [];
const definitionProviders = new Set<DefinitionProvider>();
const referenceProviders = new Set<ReferenceProvider>();
const hoverProviders = new Set<[language: string, HoverProvider]>();
const followers = new Set<() => void>();

export function knownSchema(): GraphQLSchema | null {
  return schema;
}

export function knownFragments(): FragmentDefinitionNode[] {
  return [...fragments];
}

/** Calls `listener` whenever the schema is another one. */
export function followSchema(listener: () => void): Disposable {
  return memberOf(followers, listener);
}

/** Opens the documentation of what stands at a place; answers whether there is any. */
export function showDefinition(model: TextModel, position: Position): boolean {
  const found = [...definitionProviders].some((one) => one.provideDefinition(model, position, null)?.length);
  if (found) for (const one of referenceProviders) one.provideReferences(model, position, null, null);
  return found;
}

/** What GraphiQL itself shows about a place, as HTML of its own making. */
export function askHover(model: TextModel, position: Position): string | null {
  for (const [language, { provideHover }] of hoverProviders) {
    const contents = language === model.getLanguageId() ? provideHover(model, position)?.contents : null;
    if (contents) return contents.map(({ value }) => value).join("");
  }
  return null;
}

/** What GraphiQL asks of `monaco.languages`. */
export const languages = {
  registerDefinitionProvider: (_language: string, one: DefinitionProvider) => memberOf(definitionProviders, one),
  registerReferenceProvider: (_language: string, one: ReferenceProvider) => memberOf(referenceProviders, one),
  registerHoverProvider: (language: string, one: HoverProvider) => memberOf(hoverProviders, [language, one]),
  json: { jsonDefaults: { setDiagnosticsOptions: () => undefined } },
};

/** What GraphiQL asks of `monaco-graphql`: somebody to tell the schema to. */
export function initializeMode({ experimentalFragmentArguments }: { experimentalFragmentArguments?: boolean } = {}): object {
  return {
    experimentalFragmentArguments,
    setDiagnosticSettings: () => undefined,
    setSchemaConfig([config]: SchemaConfig[]) {
      schema = config?.schema ?? null;
      // The server that runs it has checked its schema; to do so again takes longer than to build it.
      if (schema) schema.__validationErrors = [];
      for (const follower of followers) follower();
    },
    setExternalFragmentDefinitions(known: FragmentDefinitionNode[]) {
      fragments = known;
    },
  };
}

function memberOf<Member>(set: Set<Member>, member: Member): Disposable {
  set.add(member);
  return { dispose: () => set.delete(member) };
}
