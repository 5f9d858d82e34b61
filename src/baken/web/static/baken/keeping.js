// Keeps a plan on this phone after a tap, lists what is kept, and forgets it. Without this script: paper, code and link.
"use strict";
const KEPT = "kept", PLAN = /\/kept\/\d+\/$/;
const can_keep = "serviceWorker" in navigator && "caches" in window;
const part = (name, within = document) => within.querySelector(`[data-${name}]`);
const plans = async (cache) => (await cache.keys()).filter((request) => PLAN.test(request.url));

// ---- on the page of a plan
const keeping = part("keeping");
if (keeping && can_keep) {
  keeping.hidden = false;
  const button = part("keep", keeping);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const done = await keep(keeping.dataset).catch(() => false);
    button.disabled = Boolean(done);
    for (const said of keeping.querySelectorAll("[data-said]")) said.hidden = (said.dataset.said === "kept") !== Boolean(done);
  });
}

async function keep({ worker, copy, list, urgent }) {
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const question = [...new FormData(document.getElementById("question"))];
  return new Promise((answered) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answered(data.address);
    active.postMessage({ copy, listed: list, urgent, question }, [port2]);
  });
}

const copy = part("copy-text");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(part("copied").innerText);
    part("copied-said").hidden = false;
  });
}

// ---- on the list
const items = part("kept-items");
if (items && can_keep) show_kept();

async function show_kept() {
  const listed = part("kept-list");
  part("offline").hidden = navigator.onLine && location.pathname === listed.dataset.keptList;
  if (!(await caches.has(KEPT))) return;
  const cache = await caches.open(KEPT);
  for (const request of await plans(cache)) {
    const page = new DOMParser().parseFromString(await (await cache.match(request, { ignoreVary: true })).text(), "text/html");
    const item = listed.querySelector("template").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.href = request.url;
    link.textContent = part("kept-name", page)?.textContent ?? request.url;
    link.lang = page.documentElement.lang;
    link.dir = page.documentElement.dir;
    part("forget", item).addEventListener("click", async () => {
      await forget(request);
      item.remove();
      part("kept-none").hidden = items.childElementCount > 0;
    });
    items.append(item);
  }
  part("kept-none").hidden = items.childElementCount > 0;
}

// ---- on a kept plan
const kept = part("kept-copy");
if (kept && can_keep) {
  part("forget", kept).addEventListener("click", async () => {
    await forget(location.href);
    kept.remove();
    part("forgotten").hidden = false;
    history.replaceState(null, "", part("kept-list").dataset.keptList);
  });
}

// with the last plan goes everything that was put here for it
async function forget(address) {
  const cache = await caches.open(KEPT);
  await cache.delete(address, { ignoreVary: true });
  if ((await plans(cache)).length) return;
  for (const name of await caches.keys()) if (name === KEPT || name.startsWith("shell-")) await caches.delete(name);
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}
