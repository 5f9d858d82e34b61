// Shows what somebody chose to keep, without internet; all else goes to the network as ever. Two caches: SHELL, the page
// that lists what is kept and the urgent numbers, replaced by each release; KEPT, the plans with all they need, only put there by a tap and
// taken away by caches.delete("kept").
"use strict";
const SHELL = "shell-{{ version }}", KEPT = "kept";
const LIST = /^\/[a-z-]+\/kept\/$/, PLAN = /^\/[a-z-]+\/kept\/\d+\/$/;
const URGENT = /^\/[a-z-]+\/urgent\/$/, URGENT_KEPT = /^\/[a-z-]+\/urgent\/kept\/$/;
// a file whose name holds what is in it never changes
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const LOOSELY = { ignoreVary: true };
const SECONDS_FOR_THE_LIST = 4;
let putting = Promise.resolve();

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(take_over()));
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  event.waitUntil(keep(event.data).then((address) => port.postMessage({ address }), () => port.postMessage({})));
});
self.addEventListener("fetch", (event) => {
  const request = event.request, address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  // by POST too: a kind of danger
  if (URGENT.test(address.pathname)) return event.respondWith(fetch(request).catch(() => urgent_numbers(address.pathname)));
  if (request.method !== "GET") return;
  if (PLAN.test(address.pathname)) event.respondWith(kept(address.pathname));
  else if (LIST.test(address.pathname)) event.respondWith(list(request, address.pathname));
  else if (address.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => shell(address.pathname)));
});

// ---- putting away --------------------------------------------------------------------------------------------

async function keep({ copy, question, listed, urgent }) {
  const answer = await fetch(copy, { method: "POST", body: new URLSearchParams(question), credentials: "omit" });
  if (!answer.ok) throw new Error(answer.status);
  const cache = await caches.open(KEPT);
  putting = putting.catch(() => {}).then(() => put_next(cache, listed, answer));
  const address = await putting;
  await assets_of(cache, address);
  await put_shell(listed);
  await put_shell(urgent);
  return address;
}

// one after the other: two taps at once would get the same number
async function put_next(cache, listed, answer) {
  const numbers = (await plans(cache)).map((request) => Number(request.url.split("/").at(-2)));
  const address = new URL(listed + (Math.max(0, ...numbers) + 1) + "/", self.location.origin).href;
  await put(cache, address, answer);
  return address;
}

// only the headers that a page needs: a cached answer is not compressed any more
async function put(cache, address, answer) {
  const headers = new Headers();
  for (const name of ["content-type", "content-security-policy", "expires", "referrer-policy", "x-content-type-options"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  await cache.put(address, new Response(await answer.blob(), { headers }));
}

// each by itself: one that is missing must not lose the others
async function assets_of(cache, address) {
  const page = await cache.match(address, LOOSELY);
  const found = (await page.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g);
  await Promise.all([...new Set([...found].map(([, path]) => path))].map(async (path) => {
    try {
      const answer = await fetch(path);
      if (answer.ok) await put(cache, path, answer);
    } catch { /* the words stand without it */ }
  }));
}

async function put_shell(path) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(path, { credentials: "omit" });
    if (!answer.ok) return;
    await put(cache, path, answer);
    await assets_of(cache, path);
  } catch { /* the plan opens by its own address */ }
}

// a new release: the list and the numbers anew, in the languages in which they were there
async function take_over() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  for (const name of old) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const { pathname } = new URL(url);
      if (LIST.test(pathname) || URGENT_KEPT.test(pathname)) await put_shell(pathname);
    }
    await caches.delete(name);
  }
  await forget_expired();
  await self.clients.claim();
}

// ---- showing -------------------------------------------------------------------------------------------------

// by its path alone: what some programs hang behind an address must not hide a plan
async function kept(path) {
  await forget_expired();
  const hit = await caches.match(path, { cacheName: KEPT, ...LOOSELY });
  return hit || Response.redirect(path.replace(/\d+\/$/, ""));
}

async function list(request, path) {
  await forget_expired();
  const patience = new Promise((_, give_up) => setTimeout(give_up, SECONDS_FOR_THE_LIST * 1000));
  try {
    return await Promise.race([fetch(request), patience]);
  } catch {
    return shell(path);
  }
}

const shell = (path) => in_shell(path, "kept/", LIST);
// the numbers with the day they were put here; the list where they could not be
async function urgent_numbers(path) {
  const hit = await in_shell(path, "urgent/kept/", URGENT_KEPT);
  return hit.type === "error" ? shell(path) : hit;
}

// the page in the language of the address, or in any that is here
async function in_shell(path, page, pattern) {
  const language = path.split("/")[1];
  const hit = await caches.match(`/${language}/${page}`, LOOSELY);
  if (hit) return hit;
  for (const { url } of await (await caches.open(SHELL)).keys()) {
    if (pattern.test(new URL(url).pathname)) return caches.match(url, LOOSELY);
  }
  return Response.error();
}

async function asset(request) {
  const hit = await caches.match(request, LOOSELY);
  if (hit && HASHED.test(new URL(request.url).pathname)) return hit;
  return fetch(request).catch(() => hit || Response.error());
}

// ---- forgetting ----------------------------------------------------------------------------------------------

async function plans(cache) {
  return (await cache.keys()).filter((request) => PLAN.test(new URL(request.url).pathname));
}

async function forget_expired() {
  if (!(await caches.has(KEPT))) return;
  const cache = await caches.open(KEPT), found = await plans(cache);
  let left = found.length;
  for (const request of found) {
    const until = Date.parse((await cache.match(request, LOOSELY)).headers.get("expires"));
    if (until > Date.now()) continue;
    await cache.delete(request, LOOSELY);
    left -= 1;
  }
  if (!left) await caches.delete(KEPT);
}
