// Turns the map of the list into one that can be moved and enlarged, when asked for; the drawn map and the table stay.
// No tiles: only our own outlines. Keyboard: the map takes the focus, arrows move it, + and - enlarge and shrink it.
const own = document.getElementById("atlas-script").dataset;
let library = null;
let open = false;

const loadLibrary = () =>
  (library ??= new Promise((resolve, reject) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = own.leafletStyle;
    const script = document.createElement("script");
    script.src = own.leaflet;
    script.onload = () => resolve(window.L);
    script.onerror = reject;
    document.head.append(style, script);
  }));

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

async function explore(results, drawn, said) {
  const [L, answer] = await Promise.all([loadLibrary(), fetch(results.dataset.geojson)]);
  if (!answer.ok) throw new Error(answer.statusText);
  const content = await answer.json();
  const frame = make("div", { className: "td-map" });
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", own.label);
  drawn.replaceChildren(frame);
  const map = L.map(frame, { attributionControl: false, minZoom: 3, maxZoom: 12, zoomSnap: 0.5 });
  map.zoomControl.remove();
  L.control.zoom({ zoomInTitle: own.zoomIn, zoomOutTitle: own.zoomOut }).addTo(map);
  L.geoJSON(content.regions, {
    interactive: false,
    style: { color: content.style.line, fillColor: content.style.fill, fillOpacity: 1, weight: 0.7 },
  }).addTo(map);
  const say = (text) => (said.textContent = text);
  const layer = L.geoJSON(content, {
    style: (feature) => ({ color: "#ffffff", fillColor: feature.properties.colour, fillOpacity: 0.95, weight: 1 }),
    onEachFeature(feature, shape) {
      shape.bindTooltip(make("span", { textContent: feature.properties.said }), { sticky: true });
      shape.on("click", () => window.location.assign(feature.properties.href));
      shape.on("mouseover", () => {
        shape.setStyle({ color: "#161616", weight: 2.5 });
        shape.bringToFront();
        say(feature.properties.said);
      });
      shape.on("mouseout", () => layer.resetStyle(shape));
    },
  }).addTo(map);
  const metropolitan = [
    [41.3, -5.2],
    [51.1, 9.6],
  ];
  const bounds = layer.getBounds();
  const whole = bounds.isValid() && bounds.getWest() > -10 && bounds.getEast() < 12 ? bounds : L.latLngBounds(metropolitan);
  map.fitBounds(whole);
  // The keyboard acts on the whole map: its shapes, which say no name of their own, are no stops on the way out of it.
  layer.eachLayer((shape) => shape.getElement()?.setAttribute("tabindex", "-1"));
  // With the keyboard: what lies at the centre of the map is said, and Enter opens it.
  const centred = () => {
    const centre = map.getCenter();
    let best = null;
    layer.eachLayer((shape) => {
      const box = shape.getBounds();
      const distance = box.getCenter().distanceTo(centre);
      if (box.contains(centre) && (!best || distance < best.distance)) best = { shape, distance };
    });
    return best?.shape.feature ?? null;
  };
  map.on("moveend", () => say(centred()?.properties.said ?? ""));
  frame.addEventListener("keydown", (event) => {
    const found = event.key === "Enter" && event.target === frame ? centred() : null;
    if (found) window.location.assign(found.properties.href);
  });
  frame.focus({ preventScroll: true });
}

function prepare(results) {
  const drawn = results?.querySelector("[data-atlas]");
  if (!drawn || drawn.dataset.ready) return;
  drawn.dataset.ready = "1";
  const picture = [...drawn.childNodes];
  const said = make("p", { className: "td-atlas__said" });
  said.setAttribute("aria-live", "polite");
  const template = document.getElementById("atlas-bouton");
  const button = template.content.querySelector("button").cloneNode(true);
  const show = async () => {
    button.disabled = true;
    try {
      if (open) await explore(results, drawn, said);
      else {
        drawn.replaceChildren(...picture);
        said.textContent = "";
      }
      button.textContent = open ? own.close : own.open;
    } catch {
      open = false;
      drawn.replaceChildren(...picture);
      said.textContent = own.failed;
    }
    button.disabled = false;
  };
  button.textContent = own.open;
  button.addEventListener("click", () => {
    open = !open;
    show();
  });
  drawn.before(make("div", { className: "td-atlas__tools" }, button));
  drawn.after(said);
  if (open) show();
}

prepare(document.getElementById("resultats"));
document.addEventListener("htmx:afterSettle", () => {
  const results = document.getElementById("resultats");
  prepare(results);
  // The results are replaced whole, which no screen reader tells: the count goes to a region that stays.
  document.getElementById("annonce").textContent = results.querySelector(".td-results__count")?.textContent ?? "";
});
