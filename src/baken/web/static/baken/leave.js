// «Leave this page»: nothing typed stays, the page is replaced and not left behind. Without this script it is a link.
// Escape three times within two seconds does the same, for hands on a keyboard.
const way = document.querySelector("[data-leave]");
if (way) {
  const leave = () => {
    for (const field of document.querySelectorAll("input, textarea, select")) {
      field.disabled = true; // a browser keeps no value of it for the way back
      if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      else field.value = "";
    }
    document.title = "";
    document.body.hidden = true;
    location.replace(way.href);
  };
  way.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let pressed = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      pressed = [];
      return;
    }
    pressed = [...pressed, event.timeStamp].filter((when) => event.timeStamp - when < 2000);
    if (pressed.length === 3) leave();
  });
  // a browser that brings this page back out of its memory brings an empty one
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.body.hidden) location.replace(way.href);
  });
}
