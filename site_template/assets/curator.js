/* What a page can do beyond being read: private progress and notes, filters, sharing, discussions.

   Everything a learner marks or writes stays in this browser's storage; nothing here sends anything.
   A comment provider's script in assets/comments/ calls

     curator.provide("name", { mount(box, thread), palette(box, dark), unmount(box), alive(box), frames: true, single: true })

   and is loaded when the learner presses a thread's button, not before. `thread` is the data-* of
   the section, plus `dark` and `language`. All but `mount` may be left out. `alive` tells whether the service has
   answered; `frames` says that it speaks from a frame in the box. What it says itself, it says with curator.say. */
(() => {
  "use strict";
  const self = document.currentScript;
  const $ = (css, from = document) => from.querySelector(css);
  const $$ = (css, from = document) => [...from.querySelectorAll(css)];

  /** Make an element: make("p", {className: "x"}, "text", child). Text is never read as markup. */
  const make = (name, set = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(set)) {
      if (key.includes("-")) element.setAttribute(key, value);
      else element[key] = value;
    }
    element.append(...inside);
    return element;
  };
  /** Say something in the page's language, else in English; names in braces are filled in. */
  const say = (text, values = {}) => (words[text] || text).replace(/\{([a-z]+)\}/g, (_, name) => values[name]);

  /* --- storage: one key for each course ------------------------------------------------------- */

  const LIMIT = 20000; // characters of one note
  const MAIL = 1500; // characters that go along in a mail link: some programs cut longer ones
  const THREAD = /^[a-z0-9-]{1,64}\/[a-z0-9-]{1,32}\/[a-z0-9-]{1,32}$/;
  const RESOURCE = /^[0-9a-f]{8}$/;
  const fresh = () => ({ curator: 1, done: {}, notes: {} });

  /** Keep what has the right shape of anything: an older version, a stranger's file. */
  const sound = (data) => {
    const kept = fresh();
    if (!data || typeof data !== "object") return kept;
    for (const id of Object.keys(data.done || {})) if (RESOURCE.test(id)) kept.done[id] = 1;
    for (const [thread, note] of Object.entries(data.notes || {})) {
      if (THREAD.test(thread) && note && typeof note.text === "string" && note.text.trim()) {
        const at = /^\d{4}-\d\d-\d\d$/.test(note.at) ? note.at : "";
        kept.notes[thread] = { text: note.text.slice(0, LIMIT), at };
      }
    }
    return kept;
  };
  const key = () => `curator:${page.store}`;
  const read = () => {
    try {
      return sound(JSON.parse(localStorage.getItem(key())));
    } catch {
      return fresh();
    }
  };
  /** Change the stored data; returns false where the browser keeps nothing. */
  const change = (edit) => {
    try {
      const data = read();
      edit(data);
      localStorage.setItem(key(), JSON.stringify(data));
      return true;
    } catch {
      return false;
    }
  };
  const keeps = () => {
    if (window.name === "learners-page") return true; // beside the curator's editor, whose frame keeps nothing
    try {
      localStorage.setItem("curator:?", "1");
      localStorage.removeItem("curator:?");
      return true;
    } catch {
      return false;
    }
  };

  let page = {}; // the data-* of the page's frame
  let words = {}; // English -> the page's language
  let unsaved = []; // what saves each reflection that is still being typed

  /* --- progress --------------------------------------------------------------------------------- */

  const bar = (place, done, all, words) => {
    if (!place || !all) return;
    place.replaceChildren(
      make("progress", { max: all, value: done, "aria-label": words }),
      make("span", {}, all === 1 ? say("{done} of 1 piece done", { done }) : say("{done} of {all} pieces done", { done, all })),
    );
    place.hidden = false;
  };
  /** Lead on from the reading: to a question or, once an answer is kept, to other people. */
  const afterReading = (link, answered, question) => {
    link.firstChild.textContent = answered ? say("Read and answered. Now try one thing with somebody.") : say("Read. Now answer one question.");
    link.hash = answered ? "connection" : question;
  };
  const progress = () => {
    const { done, notes } = read();
    const cards = $$(".c-card[data-resource]:not([data-optional])");
    const allRead = cards.length > 0 && cards.every((c) => done[c.dataset.resource]);
    for (const next of $$("[data-c=all-read]")) {
      next.hidden = !allRead;
      if (allRead) afterReading($("a", next), $$("[data-c=reflection]").some((place) => notes[place.dataset.thread]), next.dataset.first);
    }
    bar($("[data-c=week-progress]"), cards.filter((c) => done[c.dataset.resource]).length, cards.length, say("Progress of this week"));
    const ids = [...new Set($$("[data-resources]").flatMap((s) => s.dataset.resources.split(" ").filter(Boolean)))];
    bar($("[data-c=course-progress]"), ids.filter((id) => done[id]).length, ids.length, say("Progress of this course"));
    for (const slot of $$(".c-slot[data-resources]")) {
      const own = slot.dataset.resources.split(" ").filter(Boolean);
      const ticked = own.filter((id) => done[id]).length;
      const facts = $(".c-slot__facts", slot);
      const number = $(".c-number", slot);
      number.textContent = own.length && ticked === own.length ? "✓" : slot.dataset.week;
      $(".c-slot__done", facts)?.remove();
      if (ticked) facts.append(make("span", { className: "c-slot__done" }, ticked === own.length ? say("done") : say("{done} of {all} done", { done: ticked, all: own.length })));
    }
  };
  /** Say at the week's card how far somebody has come; it stands on the hub, too, where no course is open. */
  const started = () => {
    for (const card of $$("[data-c=start]")) {
      const ids = card.dataset.resources.split(" ").filter(Boolean);
      let known;
      try {
        known = sound(JSON.parse(localStorage.getItem(`curator:${page.site}/${card.dataset.course}`)));
      } catch {
        continue; // this browser keeps nothing
      }
      const ticked = ids.filter((id) => known.done[id]).length;
      const go = $("a", card);
      if (!ticked || !go.firstChild) continue;
      const week = `${card.dataset.course}/${card.dataset.threads}/`;
      if (ticked === ids.length) afterReading(go, Object.keys(known.notes).some((thread) => thread.startsWith(week)), "conversation");
      else {
        go.firstChild.textContent = say("Continue: {done} of {all}", { done: ticked, all: ids.length });
        const next = ids.findIndex((id) => !known.done[id]), numbers = card.dataset.numbers?.split(" ");
        go.hash = `resource-${numbers ? numbers[next] : next + 1}`; // there, and not at the top of the week
      }
    }
  };
  const checks = () => {
    const { done } = read();
    for (const place of $$("[data-c=done]")) {
      const card = place.closest("[data-resource]");
      const id = card.dataset.resource;
      const box = make("input", { type: "checkbox", checked: Boolean(done[id]) });
      const title = $(".c-card__title", card).textContent;
      box.addEventListener("change", () => {
        change((data) => (box.checked ? (data.done[id] = 1) : delete data.done[id]));
        progress();
      });
      place.replaceChildren(make("label", { className: "c-check" }, box, say("Done"), make("span", { className: "c-hidden" }, `: ${title}`)));
      place.hidden = false;
    }
  };

  /* --- reflections ------------------------------------------------------------------------------- */

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  };
  const copy = async (text, told, words) => {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = words;
    } catch {
      told.textContent = say("This browser does not let pages copy: select the text and copy it yourself.");
    }
  };
  const reflections = () => {
    const { notes } = read();
    unsaved = [];
    for (const place of $$("[data-c=reflection]")) {
      const thread = place.dataset.thread;
      const id = `note-${thread.split("/").pop()}`;
      const area = make("textarea", { id, maxLength: LIMIT, dir: "auto", rows: 2, placeholder: " ", value: notes[thread]?.text || "" });
      const told = make("span", { role: "status" });
      const button = make("button", { type: "button" }, say("Use my answer"));
      const section = $(`.thread[data-thread="${CSS.escape(thread)}"]`), mail = section && $(".thread__link a[href^='mailto:']", section);
      const whose = mail ? say("Kept on this device as you type. Only you can see it, until you send it to {name}.", { name: mail.dataset.to }) : say("Kept on this device as you type. Only you can see it.");
      const hint = make("span", { id: `${id}-hint` }, whose);
      area.setAttribute("aria-describedby", hint.id);
      const bare = mail?.href;
      // What is written goes along into the mail; the button serves a discussion, where there is one.
      const offer = () => {
        const text = area.value.trim();
        button.hidden = !text || !section?.dataset.provider;
        if (mail) mail.href = text ? `${bare}${bare.includes("?") ? "&" : "?"}body=${encodeURIComponent(text.slice(0, MAIL))}` : bare;
      };
      let timer = 0;
      const save = () => {
        clearTimeout(timer);
        timer = 0;
        const text = area.value;
        const kept = change((data) => {
          if (text.trim()) data.notes[thread] = { text, at: today() };
          else delete data.notes[thread];
        });
        progress();
        told.textContent = kept ? (text.trim() ? say("Kept.") : "") : say("This browser keeps nothing: copy your text before you leave.");
      };
      area.addEventListener("input", () => {
        told.textContent = "";
        offer();
        clearTimeout(timer);
        timer = setTimeout(save, 400);
      });
      area.addEventListener("blur", () => timer && save());
      // Browsers bring the line with the cursor into view; the box's first line may still lie below the header.
      area.addEventListener("focus", () => area.scrollIntoView({ block: "nearest" }));
      unsaved.push(() => timer && save());
      button.addEventListener("click", () => {
        // A widget in the page has a box that can be filled; one in a frame is out of reach.
        const box = $(`.thread[data-thread="${CSS.escape(thread)}"] .thread__box :is(textarea, [contenteditable="true"], [contenteditable="plaintext-only"])`);
        if (!box) return copy(area.value.trim(), told, say("Copied: paste it into the discussion."));
        if ("value" in box) box.value = area.value.trim();
        else box.textContent = area.value.trim();
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
        told.textContent = say("It stands in the discussion’s box now: look it over and send it.");
      });
      offer();
      place.replaceChildren(make("div", { className: "c-reflection__head" }, make("label", { htmlFor: id }, say("Your own answer first")), " ", hint), area, make("p", {}, button, told));
      place.hidden = false;
    }
  };

  /* --- my notes ------------------------------------------------------------------------------------ */

  const download = (name, type, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  /** Escape what Markdown would act on at places where a title is printed. */
  const inline = (text) => text.replace(/[\\`*_[\]<>#]/g, "\\$&");
  const asMarkdown = (data) => {
    const lines = [`# ${say("My notes: {title}", { title: inline(page.title) })}`, ""];
    const known = new Set();
    for (const week of $$(".c-notes__week")) {
      const part = [];
      for (const item of $$("[data-resource]", week)) {
        if (data.done[item.dataset.resource]) part.push(`- [x] ${inline(item.textContent)}${item.dataset.url && ` <${item.dataset.url}>`}`);
      }
      if (part.length) part.push("");
      for (const entry of $$("[data-thread]", week)) {
        known.add(entry.dataset.thread);
        const note = data.notes[entry.dataset.thread];
        if (note) part.push(`### ${inline($("h3", entry).textContent)}`, "", note.text.trim(), "");
      }
      if (part.length) lines.push(`## ${inline($("h2", week).textContent)}`, "", ...part);
    }
    for (const [thread, note] of Object.entries(data.notes)) {
      if (!known.has(thread)) lines.push(`## ${thread}`, "", note.text.trim(), "");
    }
    return lines.join("\n");
  };
  /** Write a page of one's own, to print or keep: what was done and written, in the order of the weeks. It counts
      nothing, is known to nobody, and asks for nothing when it is opened. All words go in as text. */
  const PAPER = "body{font:16px/1.5 Georgia,serif;max-width:40em;margin:2em auto;padding:0 1em;color:#23282f}h1,h2,h3{line-height:1.25;break-after:avoid}h2{margin-top:2em;border-top:2px solid #e3ded4;padding-top:.5em}.note{white-space:pre-wrap;border-inline-start:3px solid #c2d5ea;padding-inline-start:1em}a{color:#155a73}footer{margin-top:3em;color:#59616b;font-size:.85em}@media print{body{margin:0;max-width:none}}";
  const asPaper = (data, name) => {
    const title = say("What I did in this course");
    const paper = document.implementation.createHTMLDocument(`${title}: ${page.title}`);
    const { head, body, documentElement } = paper;
    documentElement.lang = document.documentElement.lang;
    documentElement.dir = document.documentElement.dir || "ltr";
    head.prepend(make("meta", { charset: "utf-8" }), make("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }));
    body.append(make("h1", { dir: "auto" }, page.title), make("p", {}, name ? `${title}: ${name}` : title));
    for (const week of $$(".c-notes__week")) {
      const done = $$("[data-resource]", week).filter((item) => data.done[item.dataset.resource]);
      const wrote = $$("[data-thread]", week).filter((entry) => data.notes[entry.dataset.thread]);
      if (!done.length && !wrote.length) continue;
      body.append(make("h2", { dir: "auto" }, $("h2", week).textContent));
      if (done.length) body.append(make("ul", {}, ...done.map((item) => make("li", { dir: "auto" }, item.dataset.url ? make("a", { href: item.dataset.url }, item.textContent) : item.textContent))));
      for (const entry of wrote) body.append(make("h3", { dir: "auto" }, $("h3", entry).textContent), make("div", { className: "note", dir: "auto" }, data.notes[entry.dataset.thread].text.trim()));
    }
    body.append(make("footer", {}, say("Written by my own browser on {date}. Nothing was counted, and nothing was sent.", { date: today() })));
    const html = documentElement.outerHTML.replace("</head>", `<style>${PAPER}</style></head>`); // as an element, this page's policy would complain
    return `<!DOCTYPE html>\n${html}\n`;
  };
  /** Merge: nothing that was written is lost; two different texts stand one below the other. */
  const merge = (mine, theirs) => {
    Object.assign(mine.done, theirs.done);
    for (const [thread, note] of Object.entries(theirs.notes)) {
      const own = mine.notes[thread];
      if (!own || note.text.includes(own.text.trim())) mine.notes[thread] = note;
      else if (!own.text.includes(note.text.trim())) own.text = `${own.text.trim()}\n\n---\n\n${note.text.trim()}`.slice(0, LIMIT);
    }
  };
  const notebook = () => {
    const book = $("[data-c=notes]");
    if (!book) return;
    const told = $(".c-notes__status", book);
    const file = $("input[type=file]", book);
    const draw = () => {
      const data = read();
      for (const item of $$("[data-resource]", book)) item.hidden = !data.done[item.dataset.resource];
      for (const entry of $$("[data-thread]", book)) {
        $("div", entry)?.remove();
        const note = data.notes[entry.dataset.thread];
        entry.hidden = !note;
        if (note) entry.append(make("div", { dir: "auto" }, note.text));
      }
      let empty = true;
      for (const week of $$(".c-notes__week", book)) {
        week.hidden = ![...$$("[data-resource]", week), ...$$("[data-thread]", week)].some((e) => !e.hidden);
        empty &&= week.hidden;
      }
      $(".c-notes__empty", book).hidden = !empty;
      for (const tool of $$("[data-act]:not([data-act=import]), .c-notes__paper", book)) tool.hidden = empty;
      progress();
    };
    const acts = {
      markdown: () => download(`${page.course}-notes.md`, "text/markdown", asMarkdown(read())),
      json: () => download(`${page.course}-notes.json`, "application/json", JSON.stringify({ ...read(), course: page.course }, null, 2) + "\n"),
      paper: () => download(`${page.course}-what-i-did.html`, "text/html", asPaper(read(), $("[name=paper]", book).value.trim())),
      import: () => file.click(),
      delete: () => {
        if (!confirm(say("Delete all progress and notes of this course from this browser?"))) return;
        localStorage.removeItem(key());
        told.textContent = say("Deleted. Nothing is left in this browser.");
        draw();
      },
    };
    for (const button of $$("[data-act]", book)) button.addEventListener("click", acts[button.dataset.act]);
    file.addEventListener("change", async () => {
      try {
        const data = JSON.parse(await file.files[0].text());
        if (data.curator !== 1) throw new Error("another kind of file");
        if (data.course !== page.course) told.textContent = say("This file belongs to another course: {course}.", { course: String(data.course).slice(0, 80) });
        else told.textContent = change((mine) => merge(mine, sound(data))) ? say("Imported.") : say("This browser keeps nothing, so nothing was imported.");
      } catch {
        told.textContent = say("This is not a file that was exported from My notes.");
      }
      file.value = "";
      draw();
    });
    book.hidden = false;
    draw();
  };

  /* --- lists ------------------------------------------------------------------------------------------ */

  const filters = () => {
    const form = $("[data-c=filters]");
    if (!form) return;
    const rows = $$(".c-row");
    const none = $("[data-c=none]");
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const select of $$("select", form)) {
      const wanted = asked.get(select.name);
      if (wanted && [...select.options].some((o) => o.value === wanted)) select.value = wanted;
    }
    const apply = (remember) => {
      const want = Object.fromEntries($$("select", form).map((s) => [s.name, s.value]));
      let shown = 0;
      for (const row of rows) {
        const { dataset } = row;
        const fits =
          (!want.course || dataset.course === want.course) &&
          (!want.tag || dataset.tags.split(" ").includes(want.tag)) &&
          (!want.kind || dataset.kind === want.kind) &&
          (!want.minutes || (Number(dataset.minutes) > 0 && Number(dataset.minutes) <= Number(want.minutes)));
        row.hidden = !fits;
        shown += fits;
      }
      form.elements.count.textContent = say("{shown} of {all} shown", { shown, all: rows.length });
      if (none) none.hidden = shown > 0;
      if (remember) {
        const hash = new URLSearchParams(Object.entries(want).filter(([, v]) => v)).toString();
        history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
      }
    };
    form.addEventListener("change", () => apply(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => apply(true)));
    form.hidden = false;
    apply(false);
  };

  /* --- sharing and times ------------------------------------------------------------------------------ */

  const share = () => {
    const url = $("link[rel=canonical]")?.href || location.href.split("#")[0];
    const title = document.title;
    for (const place of $$("[data-c=share]")) {
      const told = make("span", { role: "status" });
      const link = make("button", { type: "button" }, say("Copy link"));
      link.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(url);
          told.textContent = say("Link copied.");
        } catch {
          // No permission: the link itself, ready to be copied by hand.
          const field = make("input", { type: "url", readOnly: true, value: url, "aria-label": say("Copy link") });
          link.replaceWith(field);
          field.select();
          field.focus();
        }
      });
      place.replaceChildren(link);
      if (navigator.share) {
        const sheet = make("button", { type: "button" }, say("Share…"));
        sheet.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
        place.append(sheet);
      }
      place.append(told);
      place.hidden = false;
    }
  };
  const times = () => {
    // What is said until a moment, and what from then on; several of each, first moment first. A day ends where the reader is.
    const moment = (text) => new Date(text.length === 10 ? `${text}T00:00` : text);
    for (const now of $$("[data-until]")) {
      const over = now.dataset.until.split(" ").filter((until) => moment(until) <= new Date()).length;
      if (!over) continue;
      now.textContent = now.dataset.later.split("|")[over - 1];
      now.hidden = !now.textContent;
    }
    for (const time of $$("time[data-c=time]")) {
      const when = new Date(time.dateTime);
      const same = +new Date(time.dateTime.slice(0, 19)) === +when; // without its zone, a moment is read as one of here
      const here = when.toLocaleString(page.language || undefined, { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
      if (!Number.isNaN(when.getTime()) && !same && !time.dataset.here) time.append(make("span", { className: "c-here" }, ` ${say("(where you are: {time})", { time: here })}`));
      time.dataset.here = "1";
    }
  };

  /* --- discussions ---------------------------------------------------------------------------------------- */

  const providers = {};
  const loading = {};
  const dark = () => document.body.dataset.mdColorScheme === "slate";
  const always = () => {
    try {
      return localStorage.getItem(`curator:${page.site}:comments`);
    } catch {
      return null;
    }
  };
  const add = (src) =>
    (loading[src] ||= new Promise((done, failed) => {
      document.head.append(make("script", { src, onload: done, onerror: failed }));
    }).catch((error) => {
      delete loading[src];
      throw error;
    }));
  const fetchProvider = async (address) => {
    const own = new URL(address, location.href);
    await add(new URL(`common.js${own.search}`, own).href);
    await add(own.href);
  };
  const close = (section) => {
    const provider = providers[section.dataset.provider];
    const box = $(".thread__box", section);
    provider?.unmount?.(box);
    box.replaceChildren();
    delete section.dataset.loaded;
    delete section.dataset.silent;
    $(".thread__load", section).hidden = false;
    $(".thread__status", section).textContent = "";
  };
  const PATIENCE = 5000; // milliseconds; who has waited longer wants to know what else can be done
  let asked; // the thread whose button was pressed last
  /** Wait for a sign of life. A frame loads, too, where its host does not answer: only a message from it is one. */
  const lives = (box, { frames, alive }) =>
    new Promise((done) => {
      const watch = new MutationObserver(() => look());
      const look = (event) => {
        const heard = frames && event?.source && $$("iframe", box).some((frame) => frame.contentWindow === event.source);
        if (!heard && !alive?.(box) && (frames || alive)) return;
        watch.disconnect();
        removeEventListener("message", look);
        done();
      };
      addEventListener("message", look);
      watch.observe(box, { childList: true, subtree: true, characterData: true });
      look();
    });
  const load = async (section) => {
    if (section.dataset.silent) close(section);
    if (section.dataset.loaded) return;
    const mine = (section.dataset.loaded = String(Math.random()));
    asked = section;
    const button = $(".thread__load", section);
    const told = $(".thread__status", section);
    const left = $(".thread__link", section) ? say("Try again, or use the link; what you wrote above is kept here.") : say("Try again later; what you wrote above is kept here, and somebody you know may like to hear it.");
    const late = setTimeout(() => {
      if (section.dataset.loaded !== mine) return;
      section.dataset.silent = "1";
      told.textContent = `${say("The discussion does not answer.")} ${left}`;
    }, PATIENCE);
    told.textContent = say("Loading…");
    try {
      await fetchProvider(section.dataset.script);
      const provider = providers[section.dataset.provider];
      if (provider.single && asked !== section) return close(section);
      if (provider.single) $$(".thread[data-loaded]").forEach((other) => other !== section && close(other));
      const box = $(".thread__box", section);
      const life = lives(box, provider);
      await provider.mount(box, { ...section.dataset, dark: dark(), language: page.language });
      await life;
      clearTimeout(late);
      if (section.dataset.loaded !== mine) return; // another one was asked for in the meantime, or this one again
      if (document.activeElement === button) {
        box.tabIndex = -1; // the button goes: keyboards and screen readers go on where the discussion begins
        box.focus({ preventScroll: true });
      }
      button.hidden = true;
      delete section.dataset.silent;
      told.textContent = "";
    } catch {
      clearTimeout(late);
      if (section.dataset.loaded !== mine) return;
      delete section.dataset.loaded;
      told.textContent = `${say("The discussion could not be loaded.")} ${left}`;
    }
  };
  const threads = () => {
    const found = $$(".thread[data-provider]");
    for (const section of found) {
      const button = $(".thread__load", section);
      $(".thread__status", section)?.remove();
      $(".thread__box", section).before(make("p", { className: "thread__status", role: "status" }));
      button.hidden = false;
      button.addEventListener("click", () => load(section));
    }
    const place = $("[data-c=always]");
    if (!found.length || !place) return;
    const name = found[0].dataset.provider;
    const box = make("input", { type: "checkbox", checked: always() === name });
    box.addEventListener("change", () => {
      try {
        if (box.checked) localStorage.setItem(`curator:${page.site}:comments`, name);
        else localStorage.removeItem(`curator:${page.site}:comments`);
      } catch {
        box.checked = false;
      }
    });
    place.replaceChildren(make("label", { className: "thread__always" }, box, say("Load discussions on this site without asking again")));
    place.hidden = false;
    if (box.checked) load(found[0]).then(() => {
      if (!providers[name]?.single) found.slice(1).forEach(load);
    });
  };
  const repaint = () => {
    for (const section of $$(".thread[data-loaded]")) providers[section.dataset.provider]?.palette?.($(".thread__box", section), dark());
  };

  /* --- the menu by keyboard: the theme opens it with a label, which no key reaches --------------------------- */

  const menu = () => {
    const box = document.getElementById("__drawer");
    if (!box || !$("label.c-menu") || $("button.c-menu")) return;
    const [button, shut] = ["label.c-menu", "label.c-nav__close"].map((css) => {
      const label = $(css);
      const button = make("button", { type: "button", className: label.className });
      button.append(...label.childNodes);
      label.replaceWith(button);
      return button;
    });
    const narrow = matchMedia("(max-width: 76.234375em)");
    const behind = $$(".md-content, .md-sidebar--secondary, .c-footer, .md-top");
    // Keys stay where the eyes are: in the open menu, or out of the closed one.
    const tell = () => {
      button.setAttribute("aria-expanded", String(box.checked));
      const list = $(".md-sidebar--primary");
      if (list) list.inert = narrow.matches && !box.checked;
      for (const part of behind) part.inert = narrow.matches && box.checked;
    };
    narrow.addEventListener("change", tell);
    const set = (open) => {
      if (box.checked !== open) box.click();
      tell();
    };
    const leave = () => {
      set(false);
      button.focus();
    };
    box.addEventListener("change", tell);
    button.addEventListener("click", (event) => {
      set(!box.checked);
      // Opened by a key: the reader goes on in the menu, which is laid out by then.
      if (box.checked && !event.detail) setTimeout(() => $(".md-sidebar--primary a")?.focus(), 250);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.checked) leave();
    });
    shut.addEventListener("click", leave);
    tell();
  };

  /* --- the palette: first-palette.html has chosen it before the first paint ---------------------------------- */

  const SYSTEM = "(prefers-color-scheme)";
  const palette = () => {
    const form = $("[data-c=palette]");
    if (!form || form.booted) return;
    form.booted = true;
    const inputs = $$("input", form);
    const night = matchMedia("(prefers-color-scheme: dark)");
    const paint = () => {
      const chosen = inputs.find((input) => input.checked);
      const system = `(prefers-color-scheme: ${night.matches ? "dark" : "light"})`;
      const painted = (chosen.dataset.mdColorMedia === SYSTEM && inputs.find((input) => input.dataset.mdColorMedia === system)) || chosen;
      const color = { media: chosen.dataset.mdColorMedia };
      for (const part of ["scheme", "primary", "accent"]) color[part] = painted.getAttribute(`data-md-color-${part}`);
      for (const [part, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${part}`, value);
      for (const input of inputs) if (input.nextElementSibling) input.nextElementSibling.hidden = input !== chosen;
      return { index: inputs.indexOf(chosen), color };
    };
    form.addEventListener("change", () => __md_set("__palette", paint()));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      event.target.nextElementSibling?.click();
      inputs.find((input) => input.checked).focus();
    });
    night.addEventListener("change", paint);
  };

  /* --- suggesting: the bookmarklet and the share sheet of a phone open this page with what they know of another --- */

  const TRACKING = /^(utm_\w+|fbclid|gclid|mc_[ce]id)$/;
  const suggesting = async () => {
    const place = $("[data-c=suggest]");
    if (!place) return;
    const given = new URLSearchParams(location.search);
    const text = `${given.get("url") || ""} ${given.get("text") || ""}`; // many apps put the address into the text
    let found = null;
    try {
      found = new URL((text.match(/https?:\/\/\S+/) || [""])[0]);
      for (const name of [...found.searchParams.keys()]) if (TRACKING.test(name)) found.searchParams.delete(name);
    } catch {
      /* opened without a page */
    }
    const here = location.href.split(/[?#]/)[0];
    const mark = $(".c-suggest__mark", place);
    mark.href = `javascript:void(location.href=${JSON.stringify(here)}+"?url="+encodeURIComponent(location.href)+"&title="+encodeURIComponent(document.title))`;
    mark.addEventListener("click", (event) => event.preventDefault()); // it is for dragging
    $(".c-suggest__tools", place).hidden = Boolean(found) || !/^https?:/.test(here);
    if (!found) return;
    const title = (given.get("title") || "").slice(0, 300);
    const shown = $(".c-suggest__page", place);
    $("strong", shown).textContent = title;
    $("span", shown).textContent = found.href;
    shown.hidden = false;
    $(".c-suggest__form", place).href = prefilled(place.dataset.form, found.href, title);
    if (!window.crypto?.subtle) return;
    const used = new Map(place.dataset.used.split(" ").filter(Boolean).map((pair) => pair.split("=")));
    for (const address of new Set([found.href, found.href.split("#")[0], found.href.split("#")[0].replace(/\/$/, "")])) {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(address)));
      const card = used.get([...hash.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
      if (card) $(".c-suggest__told", place).replaceChildren(make("a", { href: card }, say("This page was used already. Here it stands.")));
    }
  };
  /** Fill in the form: an issue form on GitHub, a mail, or any address that has {url} and {title} in it. */
  const prefilled = (form, url, title) => {
    const to = new URL(form);
    if (to.protocol === "mailto:") return `${to.href}${to.search ? "&" : "?"}subject=${encodeURIComponent(title || url)}&body=${encodeURIComponent(url)}`;
    if (/\/issues\/new(\/choose)?$/.test(to.pathname)) {
      to.pathname = to.pathname.replace(/\/choose$/, "");
      if (!to.searchParams.has("template")) to.searchParams.set("template", "suggest.yml");
      to.searchParams.set("address", url);
      if (title) to.searchParams.set("title", `Suggestion: ${title}`);
      return to.href;
    }
    return to.href.replace(/%7Burl%7D/gi, encodeURIComponent(url)).replace(/%7Btitle%7D/gi, encodeURIComponent(title));
  };

  /** In a long course, show where we are in the list of weeks. */
  const scroll = () => {
    const here = $(".c-nav [aria-current]");
    const list = here?.closest(".md-sidebar__scrollwrap");
    if (list) list.scrollTop += here.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 2;
  };

  /** Let the browser paint and listen between two pieces of work. */
  const rest = () => window.scheduler?.yield?.() ?? new Promise((go) => setTimeout(go));
  const boot = async () => {
    const frame = $(".c-page");
    if (!frame || frame.booted) return;
    frame.booted = true;
    page = frame.dataset;
    words = JSON.parse(page.words || "{}");
    const own = page.store && keeps() ? [progress, checks, reflections, notebook] : [];
    if (!own.length) $$(".c-page :is(.c-progress, .c-card__act, .c-reflection)[hidden]").forEach((place) => place.remove()); // kept for nothing
    for (const part of [palette, menu, filters, ...own, started, share, suggesting, times, scroll, players, offline, ready, threads, land]) {
      await rest();
      if (!frame.isConnected) return; // the reader has gone on to another page
      part();
    }
  };
  /** Offer to play a film or a recording here: a poster of our own, and nothing from elsewhere until it is pressed. */
  const players = () => {
    for (const place of $$("[data-c=play]")) {
      const { player, title, label, told } = place.dataset;
      const play = make("button", { type: "button", className: "c-play__poster" }, make("span", { className: "c-play__words" }, label, make("span", { className: "c-hidden" }, `: ${title}`)), make("small", {}, told));
      play.addEventListener("click", () => {
        const frame = make("iframe", { src: player, title, allow: "fullscreen; encrypted-media; picture-in-picture", referrerPolicy: "strict-origin-when-cross-origin", tabIndex: 0 });
        play.replaceWith(frame);
        frame.focus();
      });
      place.replaceChildren(play);
      place.hidden = false;
    }
  };
  /** Let what is read here be read again without a network, where the site wants that; see offline.js. */
  const offline = async () => {
    if (!page.offline || !navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(page.offline);
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage([location.href.split("#")[0], ...performance.getEntriesByType("resource").map((entry) => entry.name)]);
    } catch {} // a browser that keeps nothing
  };
  /** Let providers in, and tell whoever waits that the page can do all it can, but for discussions. */
  const ready = () => {
    window.curator ||= { provide: (name, provider) => (providers[name] = provider), say, base: self?.src };
  };

  new MutationObserver(repaint).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  addEventListener("pagehide", () => unsaved.forEach((save) => save()));
  addEventListener("storage", (event) => {
    if (event.key === key()) {
      progress();
      checks();
    }
  });

  /* At the first link that is followed, even one within the page, the theme fetches a page anew, and whatever was
     open in it closes. Until the reader goes on to another page, links within this one are the browser's own. */
  let gone = false;
  document.body.addEventListener("click", (event) => {
    const to = event.target.closest("a[href*='#']");
    if (!gone && to?.href.startsWith(`${location.href.split("#")[0]}#`)) event.stopImmediatePropagation();
  });
  addEventListener("popstate", (event) => gone || event.stopImmediatePropagation());

  /* The theme's script, for instant navigation and what follows the scrolling. It is held back in the page (see
     overrides/main.html) until the reader moves, touches, scrolls or types. document$ speaks at every
     instant navigation; from a disk it stays silent. */
  const follow = () => {
    window.document$?.subscribe(() => {
      boot();
      if (gone) arrive();
    });
    window.location$?.subscribe(() => (gone = true));
  };
  /** What the address names behind its #, in this page. */
  const named = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // no text of ours: half an escape
    }
  };
  /** The browser goes to what the address names before fonts and scripts have come; not every one keeps the place when more
      comes in above. Whoever has not moved since is brought there once more. A page that is gone back to stays as it was left. */
  let moved = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach((sign) => addEventListener(sign, () => (moved = true), { capture: true, passive: true, once: true }));
  const land = async () => {
    if (moved) return;
    if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go, { once: true }));
    await document.fonts.ready;
    if (!moved) named()?.scrollIntoView({ behavior: "instant" });
    moved = true;
  };
  /** After an instant navigation the focus is nowhere: it goes to what was asked for, else to the new page's title. */
  const arrive = () => {
    const to = named() || $(".c-page h1");
    if (!to || document.activeElement !== document.body) return;
    if (!to.hasAttribute("tabindex")) to.tabIndex = -1;
    to.focus({ preventScroll: true });
  };
  const arrived = () => {
    window.document$?.next(document); // the theme waits for a sign that the page has given already
    follow();
  };
  /* The theme's script writes every relative address in full, and a style sheet whose address is written is loaded once more:
     until it has come, the page stands without it, and lines jump. So the theme is shown ours as if they were in full. */
  const shownInFull = (sheet) => {
    const full = sheet.cloneNode();
    full.setAttribute("href", sheet.href);
    sheet.getAttribute = (name) => full.getAttribute(name);
    Object.defineProperty(sheet, "outerHTML", { value: full.outerHTML });
  };
  const theme = $("script[data-c=theme]");
  if (theme) {
    const signs = ["pointermove", "pointerdown", "touchstart", "wheel", "scroll", "keydown"];
    const wake = () => {
      signs.forEach((sign) => removeEventListener(sign, wake, true));
      $$("link[rel=stylesheet]").forEach(shownInFull);
      document.head.append(make("script", { src: theme.dataset.src, onload: arrived }));
    };
    signs.forEach((sign) => addEventListener(sign, wake, { capture: true, passive: true }));
  } else follow();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", boot);
  else boot();
})();
