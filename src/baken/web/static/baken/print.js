// The print button: browsers have one of their own, so without this script it is simply not there.
document.documentElement.classList.add("scripted");
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
