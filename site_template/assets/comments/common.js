/* What the comment providers share: loaded with one of them when a learner asks for a discussion. */
(() => {
  "use strict";
  const loaded = {};

  /** Load a script or style sheet once; what failed may be tried again. */
  const load = (name, address, set) =>
    (loaded[address] ||= new Promise((done, failed) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(set)) if (value) element.setAttribute(key, value);
      if (set.integrity) element.crossOrigin = "anonymous";
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    }).catch((error) => {
      delete loaded[address];
      throw error;
    }));
  curator.script = (src, set = {}) => load("script", src, { ...set, src });
  curator.style = (href, set = {}) => load("link", href, { ...set, rel: "stylesheet", href });

  /** The page's own address: as published where it says so. */
  curator.address = () => (document.querySelector("link[rel=canonical]") || location).href.split(/[?#]/)[0];

  /** An address that is a thread's own and still leads to the page. */
  curator.addressOf = (thread) => `${curator.address()}?thread=${thread}`;

  /** A frame for a discussion; `hear` gets the data of its messages and may return a height in pixels. */
  curator.frame = (box, src, { title, hear, referrer = "no-referrer", loading = "eager" }) => {
    const frame = document.createElement("iframe");
    const { origin } = new URL(src);
    Object.assign(frame, { src, title, loading, referrerPolicy: referrer, allow: "clipboard-write" });
    Object.assign(frame.style, { width: "100%", minHeight: "150px", border: "0" });
    const told = ({ origin: from, source, data }) => {
      if (!frame.isConnected) removeEventListener("message", told);
      else if (from === origin && source === frame.contentWindow && data && typeof data === "object") {
        const height = Number(hear(data, frame));
        if (height > 0 && height < 1e5) frame.style.height = `${height}px`;
      }
    };
    addEventListener("message", told);
    frame.tell = (message) => frame.contentWindow?.postMessage(message, origin);
    return new Promise((done) => {
      frame.onload = done;
      box.replaceChildren(frame);
    });
  };
  curator.tell = (box, message) => box.querySelector("iframe")?.tell(message);

  /** What a sign-in sent back in the page's address: kept for this browser, taken out of the address. */
  curator.session = (name) => {
    const here = new URL(location.href);
    const sent = here.searchParams.get(name);
    try {
      if (sent) {
        localStorage.setItem(`${name}-session`, JSON.stringify(sent));
        here.searchParams.delete(name);
        history.replaceState(history.state, "", here);
      }
      return JSON.parse(localStorage.getItem(`${name}-session`)) || "";
    } catch {
      return sent || "";
    }
  };
  curator.signOut = (name) => localStorage.removeItem(`${name}-session`);
})();
