/* The ways into the search: the header's link, "/" and Ctrl+K. The dialog is loaded when it is first wanted. */
(() => {
  "use strict";

  const here = document.currentScript.src;
  let loaded = false;

  const open = () => {
    if (loaded) {
      document.dispatchEvent(new Event("curator-search"));
      return;
    }
    loaded = true;
    const script = document.createElement("script");
    script.src = here.replace("search.js", "search-ui.js");
    script.addEventListener("error", () => {
      loaded = false;
    });
    document.head.append(script);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  }, true);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    const plain = !event.altKey && !event.shiftKey;
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && plain;
    if (slash || chord) {
      event.preventDefault();
      open();
    }
  });
})();
