// Runs before the first paint: which language and theme the waiting page has, and what it says when the program breaks.
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
      restore: "Restore the last good state",
      fresh: "Start fresh",
      details: "What happened",
      copy: "Copy the details",
    },
    "zh-CN": {
      title: "模拟出错了",
      body: "这是我们的错误，不是您的。您的 YAML 没有丢失，可以回到出错前的状态。",
      bodyWithout: "这是我们的错误，不是您的。您的 YAML 没有丢失，但没有可以回到的状态。",
      dropped: "上次从这个状态开始时又出错了，所以不再重做您的最后一步操作。",
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

  // Who has put the first minute away does not see it for a moment.
  if (kept(local, "first-minute")?.startsWith("closed")) page.dataset.firstMinute = "closed";

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
    // Not while the program is on the stack: what it still wants to write must not be disturbed.
    setTimeout(() => show(String(message)));
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

  function show(message) {
    const words = TEXTS[page.lang] ?? TEXTS.en;
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
      details(words, message),
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
   * What can be gone back to: the record that was kept, or, where a program that began from just that record broke too,
   * the moment before the last thing that was done. Null if nothing was kept, or nothing is left to drop.
   */
  function lastGood() {
    try {
      const record = JSON.parse(kept(session, "record"));
      const dropped = record.inputs.length === Number(kept(session, "broken-inputs") ?? NaN);
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
    row.append(button(words.copy, "button", () => void navigator.clipboard?.writeText(message).catch(() => {})));
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
