import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/*
 * Every colour is a custom property of the page, read when it is painted: switching the theme needs no word to the editor.
 * CodeMirror's own base theme comes first, so whatever has a colour there is given one here. Its icons are data: images,
 * which the page's content policy refuses; shapes made of text and clip-path take their place.
 */

/** A share of a token over whatever lies beneath. */
const tint = (token: string, share: number): string => `color-mix(in srgb, var(${token}) ${share}%, transparent)`;

/** Below this the on-screen keyboard is at work, and iOS zooms into text smaller than 16 px. */
const NARROW = "@media (max-width: 767px)";

const frame = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--sunken)" },
  // The ring lies over everything: an outline would vanish under the opaque gutters, or be cut off by the parent.
  "&.cm-focused": { outline: "none" },
  "&.cm-focused::after": { content: '""', position: "absolute", inset: "0", border: "2px solid var(--focus)", pointerEvents: "none", zIndex: "3" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", fontSize: "0.875rem", lineHeight: "1.3125rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-line ::selection, .cm-line::selection": { backgroundColor: tint("--accent", 22), color: "var(--text)" },
  ".cm-activeLine": { backgroundColor: tint("--text", 4) },
  ".cm-specialChar": { color: "var(--status-failed)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--line)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px dashed var(--status-failed)" },
  [NARROW]: {
    ".cm-scroller": { fontSize: "1rem", lineHeight: "1.5rem" },
  },
});

const gutters = EditorView.theme({
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", "&.cm-gutters-before": { borderRight: "1px solid var(--border)" } },
  ".cm-activeLineGutter": { backgroundColor: tint("--text", 4), color: "var(--text)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 2px", minWidth: "2.25em", fontVariantNumeric: "tabular-nums" },
  ".cm-appliedGutter": { width: "6px" },
  ".cm-appliedGutter .cm-gutterElement": { position: "relative" },
  ".cm-applied": { position: "absolute", left: "1px", forcedColorAdjust: "none", backgroundColor: "var(--accent)" },
  ".cm-applied-added, .cm-applied-changed": { top: "0", bottom: "0", width: "3px" },
  // Changed lines have a broken bar, new ones a whole one: the difference must not hang on a colour.
  ".cm-applied-changed": {
    backgroundColor: "transparent",
    backgroundImage: "repeating-linear-gradient(to bottom, var(--accent) 0 4px, transparent 4px 7px)",
  },
  ".cm-applied-removed, .cm-applied-removedBelow": { width: "5px", height: "8px", clipPath: "polygon(0 0, 100% 50%, 0 100%)" },
  ".cm-applied-removed": { top: "-4px" },
  ".cm-applied-removedBelow": { bottom: "-1px" },
});

const lint = EditorView.theme({
  ".cm-gutter-lint": { width: "20px", "& .cm-gutterElement": { padding: "0", display: "flex", alignItems: "center", justifyContent: "center" } },
  ".cm-lint-marker": {
    content: "normal",
    width: "14px",
    height: "14px",
    textAlign: "center",
    font: "700 11px/14px system-ui, sans-serif",
    color: "var(--surface)",
    forcedColorAdjust: "none",
  },
  ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--status-failed)", clipPath: "polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%)" },
  ".cm-lint-marker-warning": { content: "normal", backgroundColor: "var(--status-starting)", clipPath: "polygon(50% 0, 100% 100%, 0 100%)", lineHeight: "17px" },
  ".cm-lint-marker-info": { content: "normal", backgroundColor: "var(--muted)", borderRadius: "50%" },
  ".cm-lint-marker-error::before, .cm-lint-marker-warning::before": { content: '"!"' },
  ".cm-lint-marker-info::before": { content: '"i"' },
  ".cm-lintRange": { backgroundImage: "none", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy 1.5px var(--status-failed)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline dashed 2px var(--status-starting)" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted 2px var(--muted)" },
  ".cm-lintRange-active": { backgroundColor: "transparent", outline: "2px solid var(--accent)" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--status-failed)" },
  ".cm-lintPoint-warning::after": { borderBottomColor: "var(--status-starting)" },
  ".cm-lintPoint-info::after": { borderBottomColor: "var(--muted)" },
  ".cm-diagnostic": { marginLeft: "0", padding: "6px 10px", fontSize: "0.875rem", lineHeight: "1.25rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--status-failed)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--status-starting)" },
  ".cm-diagnostic-info": { borderLeft: "4px solid var(--muted)" },
  ".cm-diagnosticAction": {
    font: "inherit", fontSize: "0.8125rem", fontWeight: "600", padding: "2px 10px", minHeight: "26px", margin: "4px 0 0", display: "block",
    borderRadius: "4px", border: "1px solid var(--line)", backgroundColor: "transparent", color: "var(--accent)", cursor: "pointer",
    "&:hover": { backgroundColor: tint("--accent", 10) },
    "&:focus-visible": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  },
  ".cm-diagnosticSeverity": { fontWeight: "700" },
  ".cm-diagnosticHint": { display: "block", color: "var(--muted)" },
});

const panels = EditorView.theme({
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)", zIndex: "2" },
  ".cm-panels-top": { borderBottom: "1px solid var(--border)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--border)" },
  ".cm-panel.cm-search": { padding: "6px 40px 4px 8px", "& label": { fontSize: "0.8125rem" } },
  ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close], .cm-dialog-close": {
    top: "4px", right: "4px", minWidth: "28px", minHeight: "28px", fontSize: "1rem", color: "var(--text)", cursor: "pointer", borderRadius: "4px",
  },
  ".cm-button": {
    backgroundImage: "none", backgroundColor: "transparent", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "4px",
    padding: "2px 10px", minHeight: "26px", font: "inherit", fontSize: "0.8125rem", cursor: "pointer",
    "&:hover": { backgroundColor: tint("--text", 6) },
    "&:active": { backgroundImage: "none", backgroundColor: tint("--text", 12) },
  },
  ".cm-textfield": {
    backgroundColor: "var(--canvas)", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "4px",
    padding: "2px 8px", minHeight: "26px", fontFamily: "var(--font-mono)", fontSize: "0.8125rem",
  },
  ".cm-panels :focus-visible": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-panels input[type=checkbox]": { accentColor: "var(--accent)", width: "16px", height: "16px", verticalAlign: "text-bottom" },
  ".cm-searchMatch": { backgroundColor: "transparent", outline: "1px solid var(--line)", borderRadius: "2px" },
  // Outlines instead of a fill: comments would fall below 4.5:1 on any tint that can be seen.
  ".cm-searchMatch-selected": { backgroundColor: "transparent", outline: "2px solid var(--accent)" },
  ".cm-panel.cm-panel-lint": {
    "& ul": { maxHeight: "8.5rem" },
    "& ul li": { paddingRight: "44px" },
    "& ul [aria-selected]": { backgroundColor: tint("--accent", 12), color: "var(--text)" },
    "& ul:focus [aria-selected]": { backgroundColor: tint("--accent", 12), color: "var(--text)" },
    "& ul:focus-visible": { outlineOffset: "-2px" },
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "6px",
    boxShadow: "0 4px 16px rgb(0 0 0 / 0.24)", maxWidth: "min(36rem, 92vw)", overflow: "hidden",
  },
  [NARROW]: {
    ".cm-button, .cm-diagnosticAction": { minHeight: "44px" },
    ".cm-textfield": { minHeight: "44px", fontSize: "1rem" },
    ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close], .cm-dialog-close": { minWidth: "44px", minHeight: "44px" },
    ".cm-panel.cm-search": { paddingRight: "52px", "& .cm-textfield": { boxSizing: "border-box", width: "100%" } },
  },
});

const diff = EditorView.theme({
  ".cm-deletedChunk": { paddingLeft: "8px", backgroundColor: tint("--status-failed", 8) },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: tint("--accent", 8) },
  "&.cm-merge-b .cm-changedText": { background: "none", textDecoration: "underline 2px var(--accent)", textUnderlineOffset: "3px" },
  ".cm-deletedChunk .cm-deletedText": { background: "none", textDecoration: "line-through 1px var(--text)" },
  ".cm-changeGutter": { width: "1.5em", paddingLeft: "0", textAlign: "center", color: "var(--text)", fontWeight: "700" },
  ".cm-deletedLineGutter": { background: tint("--status-failed", 8), "&::before": { content: '"−"' } },
  "&.cm-merge-b .cm-changedLineGutter": { background: tint("--accent", 8), "&::before": { content: '"+"' } },
});

/** How the editor looks. */
export const theme: Extension = [frame, gutters, lint, panels, diff];
