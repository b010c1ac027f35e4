/* Mastodon: replies to a post, read once and drawn as text. Its settings: curator/comments/mastodon.py. */
(() => {
  "use strict";
  const make = (name, text, set = {}) => Object.assign(document.createElement(name), { textContent: text, ...set });

  const MARKS = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

  /** The words of a reply, its paragraphs and line breaks kept. Nothing of it is ever parsed as a page. */
  const words = (html) =>
    String(html)
      .replace(/<br[^>]*>/gi, "\n")
      .replace(/<\/p>/gi, "\n\n")
      .replace(/<[^>]*>/g, "")
      .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(code))
      .replace(/&(\w+);/g, (mark, name) => MARKS[name] ?? mark)
      .trim();

  const reply = (status, language) => {
    const item = document.createElement("li");
    const head = document.createElement("p");
    const when = new Date(status.created_at);
    const { display_name: name, acct } = status.account;
    head.append(make("strong", name || acct, { dir: "auto" }), ` @${acct} `);
    if (!Number.isNaN(when.getTime())) {
      head.append(make("time", when.toLocaleDateString(language || undefined, { dateStyle: "medium" }), { dateTime: when.toISOString() }));
    }
    const text = make("p", status.spoiler_text ? `${status.spoiler_text} …` : words(status.content), { dir: "auto" });
    text.style.whiteSpace = "pre-line";
    item.append(head, text);
    return item;
  };

  curator.provide("mastodon", {
    async mount(box, thread) {
      if (!thread.postId) {
        box.replaceChildren(make("p", curator.say("Nobody has opened a discussion of this question yet.")));
        return;
      }
      const address = `${thread.server}/api/v1/statuses/${thread.postId}/context`;
      const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const { descendants } = await answer.json();
      const list = document.createElement("ul");
      list.append(...descendants.filter((d) => d.visibility !== "private").map((d) => reply(d, thread.language)));
      const link = make("a", curator.say("Reply on Mastodon"), { href: thread.post, rel: "external noopener noreferrer" });
      const last = document.createElement("p");
      last.append(link);
      box.replaceChildren(descendants.length ? list : make("p", curator.say("No replies yet.")), last);
    },
  });
})();
