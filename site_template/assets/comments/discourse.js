/* Discourse: a forum's topic in a frame. Its settings: curator/comments/discourse.py. */
curator.provide("discourse", {
  frames: true,
  mount(box, thread) {
    const parameters = new URLSearchParams(
      thread.topicId ? { topic_id: thread.topicId } : { embed_url: curator.addressOf(thread.thread) },
    );
    if (thread.userName) parameters.set("discourse_username", thread.userName);
    if (thread.className) parameters.set("class_name", thread.className);
    return curator.frame(box, `${thread.server}/embed/comments?${parameters}`, {
      title: thread.title,
      referrer: "strict-origin", // the forum answers to the sites that it lists, and knows them by this
      hear: (data) => data.type === "discourse-resize" && data.height,
    });
  },
});
