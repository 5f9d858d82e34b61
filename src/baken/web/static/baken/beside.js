// Beside somebody: forgets at a tap, or after ten idle minutes with a warning. Without it pages are simply never stored.
document.documentElement.classList.add("scripted");
const IDLE = 10 * 60 * 1000;
const WARNED = 2 * 60 * 1000;
const FORGOTTEN = "baken-forgotten";

const entering = document.querySelector("[data-beside-enter]");
if (entering) {
  // forgetting comes back to where it began, and from here takes what came after out of the browser's history
  addEventListener("pageshow", () => {
    if (!sessionStorage.getItem(FORGOTTEN)) return;
    sessionStorage.clear();
    history.pushState(null, "", location.href); // drops what lay ahead
    location.replace(entering.dataset.start);
  });
}

const bar = document.querySelector("[data-beside]");
if (bar) {
  const asks = bar.querySelector("[data-idle]");
  const left = bar.querySelector("[data-left]");
  let touched = Date.now();
  let forgetting = false;

  const dropKept = async () => {
    const names = window.caches ? await caches.keys() : [];
    await Promise.all(names.filter((name) => !name.includes("shell")).map((name) => caches.delete(name)));
  };
  const began = () => window.navigation && navigation.entries().find(({ url }) => url && new URL(url).pathname === bar.dataset.enter);
  const leave = () => {
    const toStart = () => { sessionStorage.clear(); location.replace(bar.dataset.start); };
    const entry = began();
    if (!entry) return toStart();
    sessionStorage.setItem(FORGOTTEN, "yes");
    navigation.traverseTo(entry.key).committed.catch(toStart);
  };
  const forget = async () => {
    if (forgetting) return;
    forgetting = true;
    document.body.replaceChildren();
    document.title = "Baken";
    sessionStorage.clear();
    localStorage.clear();
    await dropKept().catch(() => {});
    leave();
  };

  const stay = () => {
    touched = Date.now();
    if (asks.open) asks.close();
  };
  const look = () => {
    const over = Date.now() - touched - IDLE;
    if (over >= WARNED) return forget();
    if (over >= 0 && !asks.open) asks.showModal();
    if (asks.open) left.textContent = clock(Math.ceil((WARNED - over) / 1000));
  };
  const clock = (seconds) => Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");

  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) {
    addEventListener(kind, () => { if (!asks.open) touched = Date.now(); }, { passive: true });
  }
  asks.querySelector("[data-stay]").addEventListener("click", stay);
  asks.addEventListener("close", stay);
  bar.querySelector("[data-forget]").addEventListener("click", (press) => { press.preventDefault(); forget(); });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
  // a page that the browser kept alive shows nothing of an earlier person
  addEventListener("pageshow", (shown) => { if (shown.persisted && forgetting) document.body.replaceChildren(); });
}
