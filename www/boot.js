// Runs before the first paint: which language and theme the waiting page has, and what it says when the program breaks
// or has stood still.
//
// A panic in wasm ends the program for good, so everything below is plain JavaScript that needs nothing of it.
(() => {
  const page = document.documentElement;

  const TEXTS = {
    en: {
      title: "The simulation broke",
      body: "This is our mistake, not yours. Your YAML is safe. You can go back to the last good state.",
      bodyWithout: "This is our mistake, not yours. Your YAML is safe. There is no earlier state to go back to.",
      dropped: "It broke from there before, so the last thing you did is left out.",
      stillTitle: "The simulation stood still",
      still: "When this page was last open it began something and never finished. This is our mistake, not yours. Your YAML is safe. You can go back to the state before that.",
      stillWithout: "When this page was last open it began something and never finished. This is our mistake, not yours. Your YAML is safe. There is no earlier state to go back to.",
      stillDropped: "The last thing you did is left out: it led there.",
      restore: "Restore the last good state",
      fresh: "Start fresh",
      details: "What happened",
      copy: "Copy the details",
    },
    "zh-CN": {
      title: "模拟出错了",
      body: "这是我们的错误，不是你的。你的 YAML 没有丢失，可以回到出错前的状态。",
      bodyWithout: "这是我们的错误，不是你的。你的 YAML 没有丢失，但没有可以回到的状态。",
      dropped: "上次从这个状态开始时又出错了，所以不再重做你的最后一步操作。",
      stillTitle: "模拟停住了",
      still: "这个页面上次打开时，有一件事开始了却一直没有结束。这是我们的错误，不是你的。你的 YAML 没有丢失，可以回到那之前的状态。",
      stillWithout: "这个页面上次打开时，有一件事开始了却一直没有结束。这是我们的错误，不是你的。你的 YAML 没有丢失，但没有可以回到的状态。",
      stillDropped: "不再重做你的最后一步操作：停住是它引起的。",
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

  /** Takes a note of this visit away. */
  const forget = (key) => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Then nothing was noted either.
    }
  };

  const asked = new URLSearchParams(location.search).get("lang") ?? kept(local, "language") ?? navigator.language;
  page.lang = asked.toLowerCase().startsWith("zh") ? "zh-CN" : "en";

  // Who has put the first minute away, or came by a link to something else, does not see it for a moment; who was here
  // before does not see its beginning.
  const minute = kept(local, "first-minute");
  const linked = location.hash.startsWith("#session=");
  if (linked || minute?.startsWith("closed")) page.dataset.firstMinute = "closed";
  else if (minute !== null || kept(local, "session") !== null) page.dataset.firstMinute = "later";

  // It can be put away before the program is there, which will find it so.
  addEventListener("click", ({ target }) => {
    if (!target.closest?.(".skeleton .first-minute .close")) return;
    page.dataset.firstMinute = "closed";
    try {
      localStorage.setItem("first-minute", (minute ?? "open").replace("open", "closed"));
    } catch {
      // Then it is back with the program, and can be put away there.
    }
  });

  const theme = kept(local, "theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;

  // start.js and the program tell here that they cannot go on; the page never goes blank. The first message is the
  // cause, whatever comes after it is a consequence.
  let broken = false;
  const breaks = (message) => {
    if (broken) return;
    broken = true;
    // From here on nothing of the program may be kept: it stopped in the middle of something.
    page.dataset.broken = "";
    // It will not end, but it has said so.
    forget("update");
    // Not while the program is on the stack: what it still wants to write must not be disturbed.
    setTimeout(() => show("broken", String(message)));
  };
  addEventListener("playground-broken", (event) => breaks(event.detail.message));

  // A panic tells of itself; memory that cannot be had and a stack that is full do not, they only end the program.
  addEventListener("error", ({ error }) => isTrap(error) && breaks(error));
  addEventListener("unhandledrejection", ({ reason }) => isTrap(reason) && breaks(reason));

  /** Whether an exception means that the program will never answer again. */
  function isTrap(error) {
    if (error instanceof WebAssembly.RuntimeError) return true;
    // A full stack is a RangeError of JavaScript, whoever filled it.
    return error instanceof RangeError && /wasm/.test(String(error.stack));
  }

  // Nothing can interrupt an update that never ends; but the program notes that one began and takes the note away at its
  // end, so the next page finds it. It does not start (start.js) before the person has said where from.
  const update = kept(session, "update");
  if (update !== null) {
    page.dataset.still = "";
    addEventListener("DOMContentLoaded", () => show("still"));
  }

  /** Says what became of the program: it is `broken`, with a message, or it stood `still`. */
  function show(how, message) {
    const texts = TEXTS[page.lang] ?? TEXTS.en;
    const words = how === "broken" ? texts : { ...texts, title: texts.stillTitle, body: texts.still, bodyWithout: texts.stillWithout, dropped: texts.stillDropped };
    const dialog = document.createElement("dialog");
    dialog.className = "broken";
    dialog.role = "alertdialog";
    dialog.setAttribute("aria-labelledby", "broken-title");
    // There is nothing behind it to go back to.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    const last = lastGood();
    const restorable = last !== null;
    dialog.append(
      element("h2", words.title, { id: "broken-title" }),
      element("p", restorable ? words.body : words.bodyWithout),
      ...(restorable && last.dropped ? [element("p", words.dropped)] : []),
      ...(message === undefined ? [] : [details(words, message)]),
      actions(words, message, last),
    );
    document.body.append(dialog);
    dialog.showModal();
  }

  function details(words, message) {
    const box = document.createElement("details");
    box.append(element("summary", words.details), element("pre", message, { tabIndex: 0 }));
    return box;
  }

  /**
   * What can be gone back to: the record that was kept, or, where a program that began from just that record broke too
   * or stood still with all of it done, the moment before the last thing that was done. Null if nothing was kept, or
   * nothing is left to drop.
   */
  function lastGood() {
    try {
      const record = JSON.parse(kept(session, "record"));
      const count = record.inputs.length;
      const dropped = count === Number(kept(session, "broken-inputs") ?? NaN) || count >= Number(update ?? NaN);
      if (dropped) {
        const { at, steps } = record.inputs.pop();
        record.until = { at, steps, inputs: record.inputs.length };
      }
      return { text: JSON.stringify(record), inputs: record.inputs.length, dropped };
    } catch {
      return null;
    }
  }

  function actions(words, message, last) {
    const row = element("div", "", { className: "actions" });
    if (message !== undefined) row.append(button(words.copy, "button", () => void navigator.clipboard?.writeText(message).catch(() => {})));
    row.append(button(words.fresh, "button", () => restart(null)));
    if (last !== null) {
      const restore = button(words.restore, "button primary", () => restart(last));
      restore.autofocus = true;
      row.append(restore);
    }
    return row;
  }

  /** Reloads, from this state or from none. A state that breaks the program again is not offered a second time. */
  function restart(last) {
    forget("update");
    try {
      if (last === null) {
        sessionStorage.removeItem("record");
        sessionStorage.removeItem("broken-inputs");
      } else {
        sessionStorage.setItem("record", last.text);
        sessionStorage.setItem("broken-inputs", String(last.inputs));
        sessionStorage.setItem("restore", "yes");
      }
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
