/* Hyvor Talk: hosted, several threads on a page. Its settings: curator/comments/hyvor.py. */
curator.provide("hyvor", {
  async mount(box, thread) {
    await curator.script(`${thread.host}/embed/embed.js`, { type: "module" });
    const widget = document.createElement("hyvor-talk-comments");
    const set = {
      "website-id": thread.websiteId,
      "page-id": thread.pageId,
      "page-title": thread.title,
      "page-url": curator.addressOf(thread.thread),
      "page-language": thread.pageLanguage,
      "page-author": thread.pageAuthor,
      colors: thread.dark ? "dark" : "light",
      loading: "default",
    };
    for (const [name, value] of Object.entries(set)) if (value) widget.setAttribute(name, value);
    box.replaceChildren(widget);
  },
  palette: (box, dark) => box.firstElementChild?.setAttribute("colors", dark ? "dark" : "light"),
});
