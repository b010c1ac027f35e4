/* utterances: GitHub issues in a frame. Its settings: curator/comments/utterances.py. */
curator.provide("utterances", {
  frames: true,
  mount(box, thread) {
    const parameters = new URLSearchParams({
      repo: thread.repo,
      "issue-term": thread.issueTerm,
      label: thread.label || "",
      theme: thread.dark ? thread.themeDark : thread.themeLight,
      url: curator.addressOf(thread.thread),
      origin: location.origin,
      pathname: thread.thread,
      title: thread.title,
      description: "",
      "og:title": "",
      session: curator.session("utterances"),
    });
    return curator.frame(box, `${thread.host}/utterances.html?${parameters}`, {
      title: thread.title,
      hear: (data) => data.type === "resize" && data.height,
    });
  },
  palette(box, dark) {
    const { themeDark, themeLight } = box.closest(".thread").dataset;
    curator.tell(box, { type: "set-theme", theme: dark ? themeDark : themeLight });
  },
});
