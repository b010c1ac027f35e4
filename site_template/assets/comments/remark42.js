/* Remark42: a server of one's own, one thread at a time. Its settings: curator/comments/remark42.py. */
curator.provide("remark42", {
  frames: true,
  single: true,
  async mount(box, thread) {
    const place = document.createElement("div");
    place.id = "remark42"; // its script looks for this name
    window.remark_config = {
      host: thread.host,
      site_id: thread.siteId,
      url: thread.url,
      locale: thread.locale,
      theme: thread.dark ? "dark" : "light",
      page_title: thread.title,
      components: ["embed"],
      simple_view: thread.simpleView === "true",
      no_footer: thread.noFooter === "true",
      show_email_subscription: thread.showEmailSubscription === "true",
      show_rss_subscription: thread.showRssSubscription === "true",
    };
    if (thread.maxShownComments) remark_config.max_shown_comments = Number(thread.maxShownComments);
    window.REMARK42?.destroy?.();
    box.replaceChildren(place);
    if (window.REMARK42) REMARK42.createInstance(remark_config);
    else await curator.script(`${thread.host}/web/embed.mjs`, { type: "module" });
  },
  palette: (box, dark) => window.REMARK42?.changeTheme?.(dark ? "dark" : "light"),
  unmount: () => window.REMARK42?.destroy?.(),
});
