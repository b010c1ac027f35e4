/* Isso: a server of one's own, one thread at a time. Its settings: curator/comments/isso.py. */
(() => {
  "use strict";
  const COLOURS = {
    "primary-text-color": "--c-ink",
    "secondary-text-color": "--c-soft",
    "hover-color": "--c-link-hover",
    "link-hover-color": "--c-link-hover",
    "link-text-shadow-color": "--c-paper",
    "input-background-color": "--c-paper",
    "input-outline-color": "--c-link",
    "button-background-color": "--c-card",
    "button-hover-background-color": "--c-blue-tint",
    "button-active-background-color": "--c-blue-tint",
    "preview-background": "--c-paper",
    "pre-color": "--c-ink",
    "pre-background-color": "--c-paper",
    "comment-divider-color": "--c-line",
    "page-author-suffix-color": "--c-soft",
    "target-fade-background-color": "--c-amber-tint",
  };
  const LINES = ["border", "button-border"];
  const PATIENCE = 8000; // milliseconds; after that the next thread need not wait for this one

  /** Isso fills in its heading when the comments are there. */
  const answered = (section) =>
    new Promise((done) => {
      const look = () => {
        const heading = section.querySelector(".isso-thread-heading");
        if (heading?.textContent || !section.isConnected) stop();
      };
      const watch = new MutationObserver(look);
      const stop = () => {
        watch.disconnect();
        clearTimeout(limit);
        done();
      };
      const limit = setTimeout(stop, PATIENCE);
      watch.observe(section, { childList: true, subtree: true, characterData: true });
      look();
    });

  const draw = async (box, thread) => {
    if (!box.isConnected || !box.closest("[data-loaded]")) return;
    const section = document.createElement("section");
    section.id = "isso-thread";
    section.dataset.issoId = thread.uri;
    section.dataset.title = thread.title;
    for (const [name, own] of Object.entries(COLOURS)) section.style.setProperty(`--isso-${name}`, `var(${own})`);
    for (const name of LINES) section.style.setProperty(`--isso-${name}`, "1px solid var(--c-edge)");
    box.replaceChildren(section);
    if (window.Isso) {
      Isso.init();
      Isso.fetchComments();
    } else {
      await curator.script(`${thread.server}/js/embed.min.js`, {
        "data-isso": thread.server,
        "data-isso-avatar": "false",
        "data-isso-css": thread.css,
        "data-isso-lang": thread.lang,
        "data-isso-vote": thread.vote,
        "data-isso-sorting": thread.sorting,
        "data-isso-max-comments-top": thread.maxCommentsTop,
        "data-isso-max-comments-nested": thread.maxCommentsNested,
        "data-isso-reveal-on-click": thread.revealOnClick,
      });
    }
    await answered(section);
  };

  // One after the other: a late answer would otherwise be drawn under the next question.
  let turn = Promise.resolve();
  curator.provide("isso", {
    single: true,
    mount: (box, thread) => (turn = turn.catch(() => {}).then(() => draw(box, thread))),
  });
})();
