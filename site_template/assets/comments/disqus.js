/* Disqus: hosted, one thread at a time. Its settings: curator/comments/disqus.py. */
(() => {
  "use strict";
  const show = () => window.DISQUS.reset({ reload: true, config: window.disqus_config });
  curator.provide("disqus", {
    single: true,
    frames: true,
    async mount(box, thread) {
      const place = document.createElement("div");
      place.id = "disqus_thread"; // its script looks for this name
      window.disqus_config = function () {
        this.page.identifier = thread.identifier;
        this.page.url = curator.addressOf(thread.thread);
        this.page.title = thread.title;
        this.language = thread.language;
      };
      box.replaceChildren(place);
      if (window.DISQUS) show();
      else await curator.script(`https://${thread.shortname}.disqus.com/embed.js`, { "data-timestamp": Date.now() });
    },
    // Disqus reads the page's colours when it draws, so it draws again.
    palette: () => window.DISQUS && show(),
  });
})();
