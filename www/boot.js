// Runs before the first paint: which language and theme the waiting page has, and what it says when the program breaks.
//
// A panic in wasm ends the program for good, so everything below is plain JavaScript that needs nothing of it.
(() => {
  const page = document.documentElement;

  const TEXTS = {
    en: {
      title: "The simulation broke",
      body: "This is our mistake, not yours. Your YAML is safe. You can go back to the last good state.",
      restore: "Restore the last good state",
      fresh: "Start fresh",
      details: "What happened",
      copy: "Copy the details",
    },
    "zh-CN": {
      title: "模拟出错了",
      body: "这是我们的错误，不是您的。您的 YAML 没有丢失，可以回到出错前的状态。",
      restore: "恢复到上一个正常状态",
      fresh: "重新开始",
      details: "出了什么问题",
      copy: "复制详细信息",
    },
  };

  /** What was kept under a name, or null; a browser that keeps nothing is no error. */
  const kept = (storage, key) => {
    try {
      return storage().getItem(key);
    } catch {
      return null;
    }
  };
  const local = () => localStorage;
  const session = () => sessionStorage;

  const asked = new URLSearchParams(location.search).get("lang") ?? kept(local, "language") ?? navigator.language;
  page.lang = asked.toLowerCase().startsWith("zh") ? "zh-CN" : "en";

  const theme = kept(local, "theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;

  // start.js and the program tell here that they cannot go on; the page never goes blank. The first message is the
  // cause, whatever comes after it is a consequence.
  let broken = false;
  addEventListener("playground-broken", (event) => {
    if (broken) return;
    broken = true;
    // Not while the program is on the stack: what it still wants to write must not be disturbed.
    setTimeout(() => show(String(event.detail.message)));
  });

  function show(message) {
    const words = TEXTS[page.lang] ?? TEXTS.en;
    const dialog = document.createElement("dialog");
    dialog.className = "broken";
    dialog.role = "alertdialog";
    dialog.setAttribute("aria-labelledby", "broken-title");
    // There is nothing behind it to go back to.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    const record = kept(session, "record");
    dialog.append(
      element("h2", words.title, { id: "broken-title" }),
      element("p", words.body),
      details(words, message),
      actions(words, message, record !== null),
    );
    document.body.append(dialog);
    dialog.showModal();
  }

  function details(words, message) {
    const box = document.createElement("details");
    box.append(element("summary", words.details), element("pre", message, { tabIndex: 0 }));
    return box;
  }

  function actions(words, message, restorable) {
    const row = element("div", "", { className: "actions" });
    row.append(button(words.copy, "button", () => void navigator.clipboard?.writeText(message).catch(() => {})));
    row.append(button(words.fresh, "button", () => restart(null)));
    if (restorable) {
      const restore = button(words.restore, "button primary", () => restart("yes"));
      restore.autofocus = true;
      row.append(restore);
    }
    return row;
  }

  /** Reloads; `restore` tells the program to replay what was done before the failing input. */
  function restart(restore) {
    try {
      if (restore === null) sessionStorage.removeItem("record");
      else sessionStorage.setItem("restore", restore);
    } catch {
      // Then the page starts fresh, which is the best it can do.
    }
    location.reload();
  }

  function button(text, className, act) {
    const made = element("button", text, { type: "button", className });
    made.addEventListener("click", act);
    return made;
  }

  function element(name, text, properties = {}) {
    return Object.assign(document.createElement(name), { textContent: text }, properties);
  }
})();
