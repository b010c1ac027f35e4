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
      const look = () => (alive(section) || !section.isConnected) && stop();
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
  const alive = (box) => box.querySelector(".isso-thread-heading")?.textContent;

  const shown = (section) => section.querySelectorAll("#isso-root .isso-comment[id^=isso-]").length;
  const hidden = (section) => [...section.querySelectorAll(".isso-load-hidden")].reduce((sum, { textContent }) => sum + (parseInt(textContent.match(/\d+/)) || 1), 0);
  /** Make Isso one of us: answers first and the form below, its count right, every field and button with a name. */
  const settle = (section) => {
    if (!alive(section)) return;
    const heading = section.querySelector(".isso-thread-heading");
    const box = section.querySelector(":scope > .isso-postbox");
    if (box && box !== section.lastElementChild) section.append(box);
    const n = shown(section) + hidden(section);
    const words = n ? (n === 1 ? curator.say("1 answer") : curator.say("{n} answers", { n })) : curator.say("No answer yet. Yours would be the first.");
    if (heading.textContent !== words) heading.textContent = words;
    section.querySelectorAll(".isso-postbox").forEach((form, at) => {
      if (form.dataset.named) return;
      form.dataset.named = "1";
      const area = form.querySelector("textarea");
      area.placeholder = curator.say("Your answer");
      for (const example of form.querySelectorAll("input[placeholder]")) example.placeholder = "";
      area.setAttribute("aria-label", area.placeholder);
      for (const label of form.querySelectorAll("label[for]")) {
        const field = form.querySelector(`#${label.htmlFor}`);
        label.htmlFor = field.id = `${field.id}-${at}-${Date.now()}`; // Isso gives the fields of every form the same ids
      }
    });
    for (const button of section.querySelectorAll(".isso-comment-footer a")) {
      const name = `${button.textContent}: ${button.closest(".isso-comment").querySelector(".isso-author").textContent}`;
      button.setAttribute("role", "button");
      if (button.ariaLabel !== name) button.ariaLabel = name; // its words change when it is pressed
    }
    const link = section.querySelector("a.isso-load-hidden");
    link?.setAttribute("role", "button");
  };

  const draw = async (box, thread) => {
    if (!box.isConnected || !box.closest("[data-loaded]")) return;
    const section = document.createElement("section");
    section.id = "isso-thread";
    section.dataset.issoId = thread.uri;
    section.dataset.title = thread.title;
    section.dataset.vote = thread.vote;
    for (const [name, own] of Object.entries(COLOURS)) section.style.setProperty(`--isso-${name}`, `var(${own})`);
    for (const name of LINES) section.style.setProperty(`--isso-${name}`, "1px solid var(--c-edge)");
    box.replaceChildren(section);
    curator.style(new URL("comments/isso.css", curator.base).href);
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
    new MutationObserver(() => settle(section)).observe(section, { childList: true, subtree: true, characterData: true });
    settle(section);
    await answered(section);
  };

  // One after the other: a late answer would otherwise be drawn under the next question.
  let turn = Promise.resolve();
  curator.provide("isso", {
    single: true,
    alive,
    mount: (box, thread) => (turn = turn.catch(() => {}).then(() => draw(box, thread))),
  });
})();
