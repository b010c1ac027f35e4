/* The search dialog, on top of Pagefind; search.js loads it when somebody searches for the first time.

   It loads a stylesheet, the list of indexes, Pagefind itself, and for each question the few pieces of the
   indexes that hold its words. All of it comes from this site. Pagefind needs a web server; opened from disk,
   the search says so and points to the library. */
(() => {
  "use strict";

  const here = new URL(document.currentScript.src);
  const root = new URL("../", here);
  const PAGE = 8; // results shown at a time
  const PARTS = 3; // places shown within a result
  const WAIT = 180; // milliseconds of rest in typing before a question is asked

  let dialog, form, list, status, more, fallback; // elements of the dialog
  let engine; // promise of Pagefind with all indexes
  let turn = 0; // number of the question; answers to older ones are dropped
  let found = []; // results that are not yet all shown
  let shown = 0;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  /* What is said in the page's language, else in English: parts, of which every second one fills a name in braces. */
  const frame = document.querySelector("[data-words]");
  const words = JSON.parse(frame ? frame.dataset.words : "{}");
  const parts = (text, values) =>
    (words[text] || text).split(/\{([a-z]+)\}/).map((part, at) => (at % 2 ? values[part] : part));
  const say = (text, values) => parts(text, values).join("");

  /* Scripts without spaces between words: the index holds each sign as a word (see curator/site/search.py). */
  const HAN = "[\\u3001-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff01-\\uff9f\\u{20000}-\\u{3ffff}]";
  const between = new RegExp(`(?<=${HAN})(?=${HAN})`, "gu");
  const gaps = new RegExp(`(?<=${HAN}(?:</?mark>)*) +(?=(?:</?mark>)*${HAN})`, "gu");
  const together = (text) => text.replace(gaps, "").replaceAll("</mark><mark>", "");
  const question = (typed) => {
    const spaced = typed.replace(between, " ");
    const one = new RegExp(`^${HAN}{2,}$`, "u").test(typed);
    return one ? `"${spaced}"` : spaced; // in quotation marks: the signs in a row
  };

  /* --- the dialog --- */

  const build = () => {
    const style = make("link", { rel: "stylesheet", href: new URL("search.css", here).href + here.search });
    document.head.append(style);
    const choice = (name, label) =>
      make("label", {}, label + " ", make("select", { name }, make("option", { value: "" }, say("All"))));
    const close = make("button", { type: "button", class: "cs-close" }, say("Close"));
    close.addEventListener("click", () => dialog.close());
    const narrow = make(
      "details",
      { class: "cs-narrow" },
      make("summary", {}, say("Narrow down")),
      make("div", {}, choice("course", say("Course")), choice("tag", say("Tag")), choice("kind", say("Kind")))
    );
    narrow.addEventListener("toggle", () => narrow.open && fillChoices().catch(() => {}));
    form = make(
      "form",
      { class: "cs-form", role: "search", method: "dialog" },
      make("label", { for: "cs-words" }, say("Search all courses")),
      make("input", { id: "cs-words", name: "words", type: "search", autocomplete: "off", spellcheck: "false",
        enterkeyhint: "search", autofocus: "" }),
      narrow
    );
    status = make("p", { class: "cs-status", role: "status" });
    list = make("ol", { class: "cs-results" });
    more = make("button", { type: "button", class: "cs-more", hidden: "" }, say("Show more"));
    more.addEventListener("click", showMore);
    const library = make("a", { href: new URL("library.html", root).href }, say("the library"));
    const tags = document.querySelector("footer a[href$='tags.html']") && make("a", { href: new URL("tags.html", root).href }, say("the tags"));
    fallback = make("p", { class: "cs-fallback" },
      ...(tags ? parts("Or browse {library} and {tags}.", { library, tags }) : parts("Or browse {library}.", { library })));
    dialog = make("dialog", { class: "cs", "aria-label": say("Search") }, close, form, status, list, more, fallback);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = list.querySelector("a");
      if (first) first.focus();
    });
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    dialog.addEventListener("keydown", walk);
    document.body.append(dialog);
  };

  /* Arrow keys walk through the results; up from the first leads back to the words. */
  const walk = (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.tagName === "SELECT") return;
    const stops = [form.elements.words, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  };

  const open = () => {
    if (!dialog) build();
    if (dialog.open) return;
    dialog.showModal();
    form.elements.words.select();
    load().catch(() => {});
  };

  /* --- Pagefind --- */

  const load = () => {
    engine ||= start().catch((error) => {
      engine = undefined;
      tell(location.protocol === "file:"
        ? say("Search works once these pages come from a web server. From disk, the library and the tags help.")
        : say("Search could not be loaded."));
      throw error;
    });
    return engine;
  };

  /* The index in the language of this page comes first: its words are stemmed as they are written. */
  const start = async () => {
    const answer = await fetch(new URL("pagefind/shards.json", root));
    if (!answer.ok) throw new Error(answer.statusText);
    const shards = await answer.json();
    const language = (document.querySelector(".c-page")?.dataset.language || document.documentElement.lang || "en").toLowerCase().split("-")[0];
    const first = shards.find((shard) => shard.language === language) || shards[0];
    const path = (shard) => new URL("pagefind/" + shard.path, root).pathname;
    const options = (shard) => ({ baseUrl: root.pathname, metaCacheTag: shard.tag, excerptLength: 24 });
    const pagefind = await import(new URL("pagefind/" + first.path + "pagefind.js", root).href);
    await pagefind.options({ ...options(first), basePath: path(first) });
    await pagefind.init();
    await Promise.all(shards.filter((shard) => shard !== first).map((shard) =>
      pagefind.mergeIndex(path(shard), { ...options(shard), language: shard.language })));
    return pagefind;
  };

  const fillChoices = async () => {
    const filters = await (await load()).filters();
    for (const select of form.querySelectorAll("select")) {
      if (select.length > 1) continue;
      const values = Object.entries(filters[select.name] || {}).sort(([a], [b]) => a.localeCompare(b));
      for (const [value, count] of values) select.append(make("option", { value }, `${value} (${count})`));
    }
  };

  const ask = async () => {
    const mine = ++turn;
    const asked = form.elements.words.value.trim();
    const filters = {};
    for (const select of form.querySelectorAll("select")) if (select.value) filters[select.name] = select.value;
    if (!asked && !Object.keys(filters).length) {
      show([], "");
      return;
    }
    try {
      const answer = await (await load()).search(asked ? question(asked) : null, { filters });
      if (mine !== turn) return;
      const count = answer.results.length;
      const number = count === 1 ? say("1 page found") : say("{n} pages found", { n: count });
      await show(answer.results, count ? number : say("Nothing found. Fewer or other words may help."));
    } catch {
      /* `load` has said why. */
    }
  };

  /* --- results --- */

  const tell = (text) => {
    if (status) status.textContent = text;
  };

  const show = async (results, told) => {
    list.replaceChildren();
    found = results;
    shown = 0;
    more.hidden = true;
    if (results.length) await showMore();
    tell(told);
  };

  const showMore = async () => {
    const mine = turn;
    const pages = await Promise.all(found.slice(shown, shown + PAGE).map((result) => result.data()));
    if (mine !== turn) return;
    const before = list.children.length;
    list.append(...pages.map(entry));
    shown += PAGE;
    more.hidden = shown >= found.length;
    if (before) list.children[before].querySelector("a").focus();
  };

  const entry = (page) => {
    const course = (page.filters.course || [])[0];
    const parts = (page.sub_results || []).filter((part) => part.anchor).slice(0, PARTS);
    const item = make("li", {}, make("a", { class: "cs-title", href: page.url, dir: "auto" }, together(page.meta.title || page.url)));
    if (course) item.append(make("span", { class: "cs-course", dir: "auto" }, course));
    if (!parts.length) item.append(excerpt(page.excerpt));
    else {
      item.append(make("ul", {}, ...parts.map((part) =>
        make("li", {}, ...(part.title === page.meta.title ? [] : [make("a", { href: part.url, dir: "auto" }, together(part.title))]), excerpt(part.excerpt)))));
    }
    return item;
  };

  /* Pagefind hands over text with <mark> around what was found and the other angle brackets as entities. */
  const excerpt = (html) => {
    const text = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    const pieces = together(html).split(/<mark>(.*?)<\/mark>/s);
    return make("p", { dir: "auto" },
      ...pieces.map((part, at) => (at % 2 ? make("mark", {}, text(part)) : text(part))));
  };

  document.addEventListener("curator-search", open);
  open();
})();
