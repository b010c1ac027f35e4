/* Waline: a server of one's own, several threads on a page. Its settings: curator/comments/waline.py. */
(() => {
  "use strict";
  // Waline's own switch for dark pages writes a style element, which the page's policy forbids.
  const COLOURS = {
    "theme-color": "--c-link",
    "active-color": "--c-link-hover",
    color: "--c-ink",
    white: "--c-paper",
    "light-grey": "--c-soft",
    "dark-grey": "--c-soft",
    "bg-color": "--c-card",
    "bg-color-light": "--c-paper",
    "bg-color-hover": "--c-blue-tint",
    "border-color": "--c-line",
    "disable-bg-color": "--c-paper",
    "disable-color": "--c-soft",
    "bq-color": "--c-line",
    "info-bg-color": "--c-paper",
    "info-color": "--c-soft",
    "badge-color": "--c-link",
  };
  const widgets = new WeakMap();
  curator.provide("waline", {
    alive: (box) => box.querySelector(".wl-card, .wl-empty"),
    async mount(box, thread) {
      await Promise.all([
        curator.style(`${thread.client}/waline.css`, { integrity: thread.styleHash }),
        curator.script(`${thread.client}/waline.umd.js`, { integrity: thread.scriptHash }),
      ]);
      const el = document.createElement("div");
      for (const [name, own] of Object.entries(COLOURS)) el.style.setProperty(`--waline-${name}`, `var(${own})`);
      box.replaceChildren(el);
      widgets.set(
        box,
        Waline.init({
          el,
          serverURL: thread.server,
          path: thread.path,
          lang: thread.lang,
          login: thread.login,
          requiredMeta: (thread.requiredMeta || "").split(" ").filter(Boolean),
          commentSorting: thread.commentSorting,
          pageSize: Number(thread.pageSize),
          wordLimit: Number(thread.wordLimit || 0),
          dark: false,
          emoji: false,
          search: false,
          imageUploader: false,
          reaction: false,
          pageview: false,
          comment: false,
        }),
      );
    },
    unmount(box) {
      widgets.get(box)?.destroy();
      widgets.delete(box);
    },
  });
})();
