/* giscus: GitHub Discussions in a frame. Its settings: curator/comments/giscus.py. */
curator.provide("giscus", {
  frames: true,
  mount(box, thread) {
    const address = () => {
      const session = curator.session("giscus");
      const here = new URL(location.href);
      here.hash = box.closest(".thread").id;
      return `${thread.host}/${thread.lang}/widget?${new URLSearchParams({
        origin: here.href,
        session,
        repo: thread.repo,
        repoId: thread.repoId,
        category: thread.category || "",
        categoryId: thread.categoryId,
        term: thread.term,
        number: "",
        strict: thread.strict,
        reactionsEnabled: thread.reactionsEnabled,
        emitMetadata: thread.emitMetadata,
        inputPosition: thread.inputPosition,
        theme: thread.dark ? thread.themeDark : thread.themeLight,
        description: thread.title,
        backLink: curator.address(),
      })}`;
    };
    return curator.frame(box, address(), {
      title: thread.title,
      loading: thread.loading,
      hear({ giscus }, frame) {
        if (!giscus) return 0;
        // GitHub took the session back, or the learner did: show the discussion as to a stranger.
        if (giscus.signOut || /Bad credentials|Invalid state|State has expired/.test(giscus.error)) {
          curator.signOut("giscus");
          frame.src = address();
        }
        return giscus.resizeHeight;
      },
    });
  },
  palette(box, dark) {
    const { themeDark, themeLight } = box.closest(".thread").dataset;
    curator.tell(box, { giscus: { setConfig: { theme: dark ? themeDark : themeLight } } });
  },
});
