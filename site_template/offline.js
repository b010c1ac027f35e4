/* The offline reader (`extra.offline`): what somebody has read on this site can be read again without a network.

   A page comes from the network where there is one, so nobody reads an old one by accident; what it is made of is kept
   under its version. Only files of this site are kept, the newest 250 of them, in this browser alone. */
"use strict";
const CACHE = "curator-offline";
const MOST = 250; // files
const LARGEST = 2_000_000; // bytes of one
const scope = new URL(self.registration.scope);

const ours = (address) => {
  const url = new URL(address);
  return url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
};

const keep = async (request, response) => {
  if (response.status !== 200 || response.type !== "basic" || Number(response.headers.get("content-length")) > LARGEST) return;
  const cache = await caches.open(CACHE);
  await cache.delete(request); // what is put anew is the newest
  await cache.put(request, response);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map((old) => cache.delete(old)));
};

const answer = async (event) => {
  const { request } = event;
  const cache = await caches.open(CACHE);
  if (new URL(request.url).searchParams.has("v")) {
    const kept = await cache.match(request);
    if (kept) return kept;
  }
  try {
    const response = await fetch(request);
    event.waitUntil(keep(request, response.clone()).catch(() => {})); // a full disk keeps nobody from reading
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    if (request.mode === "navigate") return away(cache);
    throw error;
  }
};

const text = (words) => words.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** Say that a page was not read before, and which ones were. */
const away = async (cache) => {
  const rows = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (!(kept.headers.get("content-type") || "").startsWith("text/html")) continue;
    const title = /<title>([^<]*)<\/title>/.exec(await kept.text());
    const { pathname } = new URL(request.url);
    rows.push(`<li><a href="${text(pathname)}">${title ? title[1] : text(pathname)}</a></li>`);
  }
  const page = `<!doctype html><html lang="${text(words.language)}" dir="${text(words.direction)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="color-scheme" content="light dark">
<title>${text(words.title)}</title><h1>${text(words.title)}</h1><p>${text(words.read)}</p><ul>${rows.join("")}</ul></html>`;
  return new Response(page, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  if (words.on) return event.waitUntil(self.clients.claim());
  return event.waitUntil(caches.delete(CACHE).then(() => self.registration.unregister())); // switched off since
});
self.addEventListener("message", (event) => {
  if (!words.on || !Array.isArray(event.data)) return;
  const wanted = event.data.filter((address) => typeof address === "string" && ours(address)).slice(0, MOST);
  const one = async (address) => (await caches.match(address)) || keep(new Request(address), await fetch(address));
  event.waitUntil(Promise.allSettled(wanted.map(one)));
});
self.addEventListener("fetch", (event) => {
  if (words.on && event.request.method === "GET" && ours(event.request.url)) event.respondWith(answer(event));
});
