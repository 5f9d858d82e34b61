// The map beside the list: the same doors, read from the list itself. Without this script the list stands alone.
(async () => {
  const box = document.getElementById("map");
  if (!box) return;
  const added = (kind, values) =>
    new Promise((done, failed) => {
      document.head.append(Object.assign(document.createElement(kind), values, { onload: done, onerror: failed }));
    });
  // asked for when the list stands: on a slow network the words do not wait for the map
  const parts = [
    added("link", { rel: "stylesheet", href: box.dataset.style }),
    added("script", { src: box.dataset.leaflet }),
  ];
  if ((await Promise.allSettled(parts)).some((part) => part.status === "rejected") || !window.L) return; // the list stands alone
  for (const part of [box.closest("aside"), ...document.querySelectorAll(".to-map")]) part.hidden = false;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const map = L.map(box, { preferCanvas: true, zoomControl: false, attributionControl: false, zoomSnap: 0.5 });
  L.control.zoom({ zoomInTitle: box.dataset.nearer, zoomOutTitle: box.dataset.further }).addTo(map);

  const doors = [...document.querySelectorAll("article[data-lat]")];
  const place = (part) => [Number(part.dataset.lat), Number(part.dataset.lon)];
  const here = box.dataset.lat ? place(box) : null;
  map.fitBounds(L.latLngBounds([...doors.map(place), ...(here ? [here] : [])]).pad(0.15), { maxZoom: 15 });

  const taken = new Map();
  for (const door of doors) {
    const name = door.dataset.number + ". " + door.dataset.name;
    const beside = taken.get(String(place(door))) || 0; // doors of one house stand side by side
    taken.set(String(place(door)), beside + 1);
    const icon = L.divIcon({
      className: "map-pin", iconSize: [32, 32], iconAnchor: [16 - 26 * beside, 16], html: door.dataset.number,
    });
    const marker = L.marker(place(door), { icon, title: name, alt: name, keyboard: true }).addTo(map);
    marker.getElement().setAttribute("aria-label", name);
    marker.on("click keypress", ({ type, originalEvent }) => {
      if (type === "keypress" && !["Enter", " "].includes(originalEvent.key)) return;
      door.scrollIntoView({ block: "center" });
      door.querySelector("button").focus({ preventScroll: true });
    });
  }
  if (here) {
    L.circleMarker(here, { radius: 9, color: colour("--stop"), fillColor: colour("--card"), fillOpacity: 1, weight: 4 })
      .addTo(map)
      .bindTooltip(box.dataset.here, { permanent: true });
  }

  if (box.dataset.tiles) {
    const credit = document.createElement("span");
    credit.textContent = box.dataset.credit;
    L.control.attribution({ prefix: false }).addTo(map);
    L.tileLayer(box.dataset.tiles, { attribution: credit.innerHTML, maxZoom: 19 }).addTo(map);
    return;
  }
  const styles = {
    river: { color: "#6ea8c9", weight: 8, opacity: 0.8 },
    bridge: { color: colour("--control"), radius: 4, fillOpacity: 1 },
    area: { color: colour("--control"), weight: 1, fillColor: colour("--card"), fillOpacity: 1 },
  };
  const style = (feature) => {
    const type = feature.geometry.type;
    if (type.includes("Line")) return styles.river;
    return type === "Point" ? styles.bridge : styles.area;
  };
  fetch(box.dataset.base)
    .then((answer) => answer.json())
    .then((shapes) => {
      // each is put behind the one before it: water and bridges first, so that the areas lie beneath them
      const order = (feature) => (feature.geometry.type.includes("Polygon") ? 1 : 0);
      shapes.features.sort((one, other) => order(one) - order(other));
      L.geoJSON(shapes, {
        style,
        interactive: false,
        pointToLayer: (feature, at) => L.circleMarker(at, { ...styles.bridge, interactive: false }),
      }).addTo(map).bringToBack();
    })
    .catch(() => {}); // the pins stand without it
})();
