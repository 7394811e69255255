import { EditorState, type Extension } from "@codemirror/state";
import type { Language } from "./contract.ts";

/** Chinese for every phrase that CodeMirror's own packages show or announce; `$` stands for a number. */
const CODEMIRROR_ZH = {
  // view
  "Control character": "控制字符",
  close: "关闭",
  // commands
  "Selection deleted": "已删除所选内容",
  // autocomplete
  Completions: "补全建议",
  // language
  "folded code": "已折叠的代码",
  unfold: "展开",
  to: "至",
  "Folded lines": "已折叠行",
  "Unfolded lines": "已展开行",
  "Fold line": "折叠此行",
  "Unfold line": "展开此行",
  // search
  "Go to line": "转到行",
  go: "转到",
  Find: "查找",
  Replace: "替换为",
  next: "下一个",
  previous: "上一个",
  all: "全选",
  "match case": "区分大小写",
  regexp: "正则表达式",
  "by word": "全字匹配",
  replace: "替换",
  "replace all": "全部替换",
  "current match": "当前匹配项",
  "on line": "位于第几行：",
  "replaced match on line $": "已替换第 $ 行的匹配项",
  "replaced $ matches": "已替换 $ 处匹配项",
  // lint
  Diagnostics: "问题列表",
  "No diagnostics": "没有发现问题",
  // merge
  "$ unchanged lines": "$ 行未改动",
  Accept: "接受",
  Reject: "拒绝",
  "Revert this chunk": "还原此处改动",
} as const;

/** Chinese for the phrases of this editor; their English is the key itself. */
const OWN_ZH = {
  Error: "错误",
  Warning: "警告",
  Note: "提示",
  "New, not applied yet": "新增，尚未应用",
  "Changed, not applied yet": "已修改，尚未应用",
  "Lines were removed here, not applied yet": "此处删除了若干行，尚未应用",
  "Tab indents. To leave the editor, press Escape, then Tab. Control Space completes, F1 describes the field, F8 goes to the next problem, Control period mends it.":
    "Tab 键用于缩进。要离开编辑器，请先按 Esc 键，再按 Tab 键。Ctrl 加空格补全，F1 查看字段说明，F8 转到下一个问题，Ctrl 加句点修复。",
  "Tab now leaves the editor": "现在按 Tab 键可离开编辑器",
  "The diff could not be loaded": "无法加载差异视图",
  type: "类型",
  required: "必填",
  default: "默认值",
  values: "可选值",
  snippet: "模板",
  "There is nothing to mend here": "此处没有可修复的问题",
  "Completion could not be loaded": "无法加载补全功能",
  "The description could not be loaded": "无法加载字段说明",
  "Nothing is known about this": "此处没有可显示的说明",
} as const;

/** A phrase of this editor, to be shown through `EditorState.phrase`. */
export type Phrase = keyof typeof OWN_ZH;

const ZH = { ...CODEMIRROR_ZH, ...OWN_ZH };

/** The editor's words in one language. */
export function phrases(language: Language): Extension {
  return language === "zh" ? EditorState.phrases.of(ZH) : [];
}
