import { EditorView } from "@codemirror/view";

/** How the list of completions looks, and what is said about a field beside it or over the text. */
export const completionTheme = EditorView.theme({
  ".cm-tooltip.cm-tooltip-autocomplete": {
    overflow: "visible",
    "& > ul": { fontFamily: "var(--font-mono)", fontSize: "0.8125rem", maxHeight: "14rem", maxWidth: "min(30rem, 92vw)", minWidth: "14rem" },
    "& > ul > li": { display: "flex", alignItems: "baseline", gap: "0.75rem", padding: "3px 10px", minHeight: "24px", boxSizing: "border-box", lineHeight: "1.125rem" },
    "& > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent, var(--surface))" },
    "& > ul > li[aria-selected] .cm-completionDetail": { color: "inherit" },
  },
  ".cm-completionLabel": { flex: "none" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { flex: "1 1 auto", margin: "0", fontStyle: "normal", fontSize: "0.75rem", color: "var(--muted)", textAlign: "right", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", maxWidth: "min(24rem, 60vw)", maxHeight: "16rem", overflow: "auto" },
  ".cm-describe": { padding: "8px 12px", fontSize: "0.8125rem", lineHeight: "1.25rem", maxWidth: "min(32rem, 92vw)", maxHeight: "16rem", overflow: "auto", boxSizing: "border-box" },
  ".cm-describeTitle": { fontFamily: "var(--font-mono)", fontWeight: "700", overflowWrap: "anywhere" },
  ".cm-describeFacts": { display: "flex", flexWrap: "wrap", gap: "0 1rem", color: "var(--muted)", "& code": { fontFamily: "var(--font-mono)", color: "var(--text)" } },
  ".cm-describeRequired": { color: "var(--text)", fontWeight: "700" },
  ".cm-describe p": { margin: "4px 0 0", whiteSpace: "pre-line", overflowWrap: "anywhere" },
  ".cm-snippetField": { backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)" },
  "@media (max-width: 767px)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontSize: "0.9375rem", maxHeight: "10.5rem" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { minHeight: "44px", alignItems: "center" },
    // Beside the list there is no room, and over it there is the text.
    ".cm-tooltip.cm-completionInfo": { display: "none" },
  },
});
