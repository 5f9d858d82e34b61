// The location button: only after a tap, rounded to about 100 metres, put in the question's own form.
document.documentElement.classList.add("scripted");
for (const part of document.querySelectorAll("[data-near]")) {
  const status = part.querySelector("[data-near-done]");
  const form = document.getElementById("question");
  part.querySelector("[data-near-ask]").addEventListener("click", () => {
    if (!navigator.geolocation) {
      status.textContent = status.dataset.no;
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        let field = form.elements.namedItem("near");
        if (!field) {
          field = Object.assign(document.createElement("input"), { type: "hidden", name: "near" });
          form.append(field);
        }
        field.value = coords.latitude.toFixed(3) + "," + coords.longitude.toFixed(3);
        status.textContent = status.dataset.yes;
      },
      () => { status.textContent = status.dataset.no; },
      { timeout: 15000, maximumAge: 600000 },
    );
  });
}
