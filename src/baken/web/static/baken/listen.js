// Reads the page aloud with the voices of the device, each part in its own language. Without this script, or without
// a voice for the page's language, nothing is promised: the button is not there, or its speaker is crossed out and a
// sentence says why, where the tap was.
document.documentElement.classList.add("scripted");
const box = document.querySelector("[data-listen]");
const main = document.querySelector("main");
if (box && main) {
  const speech = window.speechSynthesis;
  const start = box.querySelector("[data-listen-start]");
  const stop = box.querySelector("[data-listen-stop]");
  const status = box.querySelector("[data-listen-none]");
  const BLOCK = "p,h1,h2,h3,h4,li,dt,dd,td,th,legend,label,summary,button,a,blockquote,caption";
  const SILENT = "[hidden],[aria-hidden=true],svg,script,template,textarea,select,[data-listen],.hear,.second,details:not([open]) > :not(summary)";
  const speaker = start.querySelector("svg");
  const crossed = box.querySelector("template").content.querySelector("svg").cloneNode(true);
  const WAIT_FOR_VOICES = 1500;
  let reading = 0;

  const voiceFor = (language) => {
    const wanted = language.toLowerCase();
    const voices = speech.getVoices();
    const tag = (voice) => voice.lang.toLowerCase().replace("_", "-");
    return voices.find((voice) => tag(voice) === wanted) || voices.find((voice) => tag(voice).split("-")[0] === wanted.split("-")[0]);
  };
  const voicesKnown = () => new Promise((known) => {
    if (speech.getVoices().length) return known();
    speech.addEventListener("voiceschanged", known, { once: true });
    setTimeout(known, WAIT_FOR_VOICES);
  });
  // a phone number is said digit by digit
  const spoken = (node) => (node.parentElement.closest("a[href^='tel:']") ? node.data.replace(/\D/g, "").split("").join(", ") : node.data);

  // one part for each stretch of the same block and the same language
  const partsOf = (root) => {
    const parts = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.data.trim() || node.parentElement.closest(SILENT)) continue;
      const block = node.parentElement.closest(BLOCK) || node.parentElement;
      const language = node.parentElement.closest("[lang]").lang;
      const last = parts.at(-1);
      if (last && last.block === block && last.language === language) last.text += " " + spoken(node).trim();
      else parts.push({ block, language, text: spoken(node).trim() });
    }
    return parts;
  };

  const mark = (block) => {
    for (const marked of document.querySelectorAll(".being-read")) marked.classList.remove("being-read");
    if (block) block.classList.add("being-read");
  };
  const quiet = () => {
    reading += 1;
    speech.cancel();
    mark(null);
    stop.hidden = true;
    start.hidden = false;
  };
  const sayNext = (parts, turn) => {
    if (turn !== reading) return;
    const part = parts.shift();
    if (!part) return quiet();
    const voice = voiceFor(part.language);
    if (!voice) return sayNext(parts, turn); // a name or a sentence in a language this device cannot say
    const words = new SpeechSynthesisUtterance(part.text);
    words.lang = voice.lang;
    words.voice = voice;
    words.onend = words.onerror = () => sayNext(parts, turn);
    mark(part.block);
    speech.speak(words);
  };
  const sayNoVoice = (tapped) => {
    speaker.replaceWith(crossed);
    tapped.after(status);
    status.textContent = status.dataset.noVoice;
    const tile = tapped.matches(".hear") && tapped.previousElementSibling;
    for (const hear of document.querySelectorAll(".hear")) hear.remove();
    if (tile) tile.focus();
  };
  const read = async (root, tapped) => {
    quiet();
    const turn = reading;
    await voicesKnown();
    if (turn !== reading) return;
    if (!voiceFor(document.documentElement.lang)) return sayNoVoice(tapped);
    crossed.replaceWith(speaker);
    status.textContent = "";
    const had = document.activeElement === start;
    start.hidden = true;
    stop.hidden = false;
    if (had) stop.focus();
    sayNext(partsOf(root), turn);
  };

  box.hidden = false;
  if (!speech || !window.SpeechSynthesisUtterance) {
    start.hidden = true;
    status.textContent = status.dataset.noSpeech;
  } else {
    start.addEventListener("click", () => read(main, start));
    stop.addEventListener("click", () => { quiet(); start.focus(); });
    addEventListener("pagehide", () => speech.cancel());
    // each tile can be heard before it is chosen
    for (const tile of document.querySelectorAll(".tiles .tile:not(.word)")) {
      const hear = document.createElement("button");
      hear.type = "button";
      hear.className = "hear";
      hear.setAttribute("aria-label", box.dataset.one + ": " + tile.textContent.trim());
      hear.append(speaker.cloneNode(true));
      hear.addEventListener("click", () => read(tile, hear));
      tile.after(hear);
    }
  }
}
