// Runs before the first paint: which language and theme the waiting page has, and what it says when the program breaks.
(() => {
  const page = document.documentElement;

  /** What the person chose in this browser, or null; a browser that keeps nothing is no error. */
  const chosen = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const asked = new URLSearchParams(location.search).get("lang") ?? chosen("language") ?? navigator.language;
  page.lang = asked.toLowerCase().startsWith("zh") ? "zh-CN" : "en";

  const theme = chosen("theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;

  // start.js and the program tell here that they cannot go on; the page never goes blank.
  addEventListener("playground-broken", (event) => {
    const notice = document.createElement("p");
    notice.role = "alert";
    notice.textContent = event.detail.message;
    document.body.append(notice);
  });
})();
