// The print button: browsers have one of their own, so without this script it is simply not there.
document.documentElement.classList.add("scripted");
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
    window.print();
  });
}
