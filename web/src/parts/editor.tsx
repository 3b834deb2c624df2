/** A SPARQL editor: CodeMirror with the terms of the ontology and the variables of the query as completions. */
import { autocompletion, closeBrackets, closeBracketsKeymap, type Completion, type CompletionContext, completionKeymap, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { sparql } from '@codemirror/legacy-modes/mode/sparql';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'preact/hooks';
import ontology from 'virtual:ontology';
import { PREFIXES } from '../sparql.ts';

const KEYWORDS = 'SELECT DISTINCT WHERE FILTER OPTIONAL UNION VALUES BIND ORDER BY GROUP BY LIMIT OFFSET COUNT CONSTRUCT DESCRIBE ASK PREFIX GRAPH MINUS FILTER NOT EXISTS FILTER EXISTS HAVING GROUP_CONCAT SAMPLE CONTAINS LCASE STR STRSTARTS STRENDS REGEX COALESCE BOUND DATATYPE LANG'
  .split(' ').filter((word, at, all) => all.indexOf(word) === at);

const TERMS: Completion[] = [
  ...ontology.map((term): Completion => ({
    label: `dl:${term.name}`, detail: term.label, info: term.definition, boost: 1,
    type: term.sort === 'class' ? 'class' : term.sort === 'property' ? 'property' : 'constant',
  })),
  ...['rdfs:label', 'skos:altLabel', 'owl:sameAs', 'rdf:type', 'schema:url', 'schema:articleBody'].map((label): Completion => ({ label, type: 'property' })),
  ...Object.keys(PREFIXES).map((name): Completion => ({ label: `${name}:`, detail: PREFIXES[name]!, type: 'namespace' })),
  ...KEYWORDS.map((label): Completion => ({ label, type: 'keyword', boost: -1 })),
];

function complete(context: CompletionContext): CompletionResult | null {
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((label) => ({ label, type: 'variable' })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[A-Za-z][\w-]*:?[\w-]*/);
  return word || context.explicit ? { from: word?.from ?? context.pos, options: TERMS, validFor: /^[\w-]*:?[\w-]*$/ } : null;
}

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: [tags.atom, tags.namespace, tags.typeName], color: 'var(--code-term)' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--code-variable)' },
  { tag: [tags.string, tags.number], color: 'var(--code-string)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
]);

const theme = EditorView.theme({
  '&': { fontSize: '0.9rem', backgroundColor: 'var(--card)', color: 'var(--ink)', borderRadius: '8px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'var(--mono)', minHeight: '9rem', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--ink) 4%, transparent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent) !important' },
  '.cm-scroller': { maxHeight: '24rem', overflow: 'auto' },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--rule)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--paper)' },
  '.cm-completionDetail': { opacity: '0.8' },
});

export interface EditorProps {
  value: string;
  /** Grows when the text was changed by something else than the editor. */
  version: number;
  change: (text: string) => void;
  run: () => void;
  /** Where the server found a mistake, from 1. */
  mistake?: { line: number; column: number; message: string } | undefined;
}

export function Editor(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!host.current) return;
    // Within a shadow root CodeMirror adopts its style sheets, which needs no leave for inline styles.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const made = new EditorView({
      root, parent: root as unknown as Element,
      state: EditorState.create({
        doc: props.value,
        extensions: [
          lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(), lintGutter(), EditorView.lineWrapping,
          StreamLanguage.define(sparql), syntaxHighlighting(colors), theme, autocompletion({ override: [complete] }),
          // Tab leaves the editor, as the keyboard user expects of a field.
          keymap.of([
            { key: 'Mod-Enter', run: () => { latest.current.run(); return true; } },
            ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap,
          ]),
          EditorView.contentAttributes.of({ 'aria-label': 'SPARQL query' }),
          EditorView.updateListener.of((update) => { if (update.docChanged) latest.current.change(update.state.doc.toString()); }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const now = view.current;
    if (now && now.state.doc.toString() !== props.value) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: props.value } });
  }, [props.version]);
  useEffect(() => {
    const now = view.current;
    if (!now) return;
    const { mistake } = props;
    const line = mistake && mistake.line <= now.state.doc.lines ? now.state.doc.line(Math.max(1, mistake.line)) : undefined;
    const from = line ? Math.min(line.to, line.from + Math.max(0, mistake!.column - 1)) : 0;
    now.dispatch(setDiagnostics(now.state, line ? [{ from, to: Math.max(from, Math.min(line.to, from + 1)), severity: 'error', message: mistake!.message }] : []));
  }, [props.mistake]);
  return <div class="editor" ref={host} />;
}
