/* One week at a time, and the few words that an LMS is told (SCORM 1.2 run-time environment, section 3). */
(() => {
  "use strict";
  const LEVELS = 10; // windows that are searched upwards for the API, in each direction

  const within = (from) => {
    let at = from;
    for (let n = 0; at && n < LEVELS; n += 1) {
      try {
        if (at.API) return at.API;
        if (at.parent === at) return null;
        at = at.parent;
      } catch { // a window of another origin
        return null;
      }
    }
    return null;
  };
  const api = within(window) || (window.opener && within(window.opener));
  const ask = (name) => api.LMSGetValue(name);
  const tell = (name, value) => api.LMSSetValue(name, value) === "true";

  const weeks = [...document.querySelectorAll("article.week")];
  const links = [...document.querySelectorAll(".weeks a")];
  let running = false;

  const show = (name) => {
    const wanted = weeks.find((week) => week.id === name) || weeks[0];
    for (const week of weeks) week.hidden = week !== wanted;
    for (const link of links) {
      if (link.hash === `#${wanted.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    return wanted;
  };
  /* The week that an address leads to: a week itself, or the week that a resource or a question stands in. */
  const weekOf = (hash) => {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    return target && target.closest("article.week");
  };

  const open = () => {
    const week = weekOf(location.hash);
    if (!week) return;
    show(week.id);
    const target = document.getElementById(location.hash.slice(1));
    target.scrollIntoView();
    if (target === week) week.focus({ preventScroll: true });
    if (running && tell("cmi.core.lesson_location", week.id)) api.LMSCommit("");
  };

  const leave = () => {
    if (!running) return;
    running = false;
    api.LMSFinish("");
  };

  const completed = (done) => {
    document.getElementById("said").textContent = done
      ? document.getElementById("said").dataset.said
      : document.getElementById("said").dataset.unsaid;
    document.getElementById("finish").disabled = done;
  };

  let first = weeks[0].id;
  if (api && api.LMSInitialize("") === "true") {
    running = true;
    const status = ask("cmi.core.lesson_status");
    if (!["completed", "passed"].includes(status)) tell("cmi.core.lesson_status", "incomplete");
    tell("cmi.core.exit", "suspend"); // else an LMS may forget the week
    first = ask("cmi.core.lesson_location") || first;
    api.LMSCommit("");
    document.querySelector(".finish").hidden = false;
    if (["completed", "passed"].includes(status)) completed(true);
    document.getElementById("finish").addEventListener("click", () => {
      const done = tell("cmi.core.lesson_status", "completed");
      completed(done && api.LMSCommit("") === "true");
    });
    addEventListener("pagehide", leave);
  }
  show(first);
  open();
  addEventListener("hashchange", open);
})();
