import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { crosshairCursor, drawSelection, dropCursor, EditorView, keymap, lineNumbers, rectangularSelection } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { graphqlLanguage } from "cm6-graphql";

/** Classes rather than colours, so that a theme is a matter of the style sheet (`code.css`). */
const colours = tagHighlighter([
  { tag: [tags.keyword, tags.definitionKeyword], class: "code-keyword" },
  { tag: tags.comment, class: "code-comment" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "code-property" },
  { tag: tags.attributeName, class: "code-attribute" },
  { tag: tags.variableName, class: "code-variable" },
  { tag: tags.string, class: "code-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "code-literal" },
  { tag: tags.special(tags.name), class: "code-enum" },
  { tag: tags.atom, class: "code-name" },
  { tag: tags.modifier, class: "code-directive" },
  { tag: [tags.punctuation, tags.paren, tags.brace, tags.separator], class: "code-mark" },
]);

/** What an editor needs in order to stand, to be read and to be typed into. */
export function baseExtensions(language: string, { numbered, wrapped, readOnly }: { numbered: boolean; wrapped: boolean; readOnly: boolean }): Extension {
  return [
    syntaxHighlighting(colours),
    language === "graphql" ? graphqlLanguage : [],
    numbered ? lineNumbers() : [],
    foldGutter({ openText: "⌄", closedText: "›" }),
    history(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    crosshairCursor(),
    bracketMatching(),
    indentOnInput(),
    wrapped ? EditorView.lineWrapping : [],
    EditorState.tabSize.of(2),
    EditorState.allowMultipleSelections.of(true),
    // An answer can be walked through and searched, yet a phone shows no keyboard for it.
    readOnly ? [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ inputmode: "none", "aria-readonly": "true" })] : [],
    // Tab indents; Escape, then Tab leaves the editor, and so does Tab after Ctrl-M.
    keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...(readOnly ? [] : [indentWithTab])]),
  ];
}
