// The form of a territory to be: a short address whatever was pasted, and a map to choose from. Without it the boxes and
// the list do the same job.
const own = document.getElementById("project-script").dataset;
const form = document.getElementById("projet");
const said = form.querySelector("[data-said]");
const boxes = () => [...form.querySelectorAll("input[name=epci]")];
let library = null;
let open = false;
let layer = null;

// The choice follows the department by itself; its button would be the one that Enter presses.
form.querySelector("[name=etape]").remove();

// Codes as numbers in base 36, in order, each as its distance to the one before: what packing.py reads.
function pack(codes) {
  const bytes = [];
  let before = 0;
  for (const number of [...new Set(codes.map((code) => parseInt(code, 36)))].sort((a, b) => a - b)) {
    let gap = number - before;
    before = number;
    for (; gap > 127; gap >>>= 7) bytes.push((gap & 127) | 128);
    bytes.push(gap);
  }
  const text = btoa(String.fromCharCode(...bytes));
  return `1${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

function address() {
  const value = (name) => form.elements.namedItem(name).value.trim();
  const pairs = [];
  const add = (name, text) => text && pairs.push(`${name}=${encodeURIComponent(text).replaceAll("%2C", ",")}`);
  add("nom", value("nom"));
  add("dep", value("dep"));
  add("epci", boxes().filter((box) => box.checked && box.value).map((box) => box.value).join(","));
  // Lines of several codes may be a table: its columns are told apart where the list is read.
  const lines = value("communes").split("\n").filter((line) => /[^\s,;|]/.test(line));
  const words = lines.join(" ").split(/[\s,;|]+/).filter(Boolean);
  const listed = lines.length === 1 || lines.length === words.length;
  const codes = listed && words.every((word) => /^\d[\dAB]\d{3}$/i.test(word));
  if (codes && words.length > 60) add("zone", pack(words));
  else add("communes", codes ? words.join(",") : value("communes"));
  return `${form.getAttribute("action")}?${pairs.join("&")}`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const where = address();
  const fault = form.querySelector("[data-fault]");
  fault.textContent = where.length > Number(own.longest) ? own.tooLong : "";
  if (!fault.textContent) window.location.assign(where);
});

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

const boxOf = (siren) => boxes().find((box) => box.value === siren);
const look = (siren, here) => {
  const chosen = boxOf(siren)?.checked;
  return { color: chosen ? "#161616" : "#8b8b8b", weight: chosen ? 2 : 1, fillOpacity: 0.9,
    fillColor: chosen ? "#000091" : here ? "#d6e2f6" : "#f4f4f4" };
};

function count() {
  const chosen = boxes().filter((box) => box.checked && box.value).length;
  const line = form.querySelector("[data-count]");
  line.textContent = chosen ? `${chosen}\u202f${chosen > 1 ? own.several : own.one}` : "";
  return line.textContent;
}

// Ticks or unticks an intermunicipality; one that no list shows gets a box of its own.
function toggle({ siren, name }) {
  let box = boxOf(siren);
  if (box) box.checked = !box.checked;
  else {
    const row = document.getElementById("intercommunalite").content.firstElementChild.cloneNode(true);
    box = row.querySelector("input");
    const label = row.querySelector("label");
    box.id = label.htmlFor = `epci-${siren}`;
    box.value = siren;
    box.checked = true;
    label.textContent = name;
    const list = form.querySelector("[data-elsewhere]");
    list.append(row);
    list.previousElementSibling.hidden = false;
  }
  told(name, box.checked);
}

function told(name, chosen) {
  said.textContent = `${name} ${chosen ? own.added : own.removed}. ${count()}`;
  layer?.eachLayer((shape) => shape.setStyle(look(shape.feature.properties.siren, shape.feature.properties.here)));
}

form.addEventListener("change", ({ target }) => {
  if (target.name === "epci") told(target.labels[0].firstChild.textContent.trim(), target.checked);
});

async function explore(frame, outlines) {
  const [L, answer] = await Promise.all([loadLibrary(), fetch(outlines)]);
  if (!answer.ok) throw new Error(answer.statusText);
  const content = await answer.json();
  frame.hidden = false;
  const map = L.map(frame, { attributionControl: false, minZoom: 5, maxZoom: 12, zoomSnap: 0.5 });
  map.zoomControl.remove();
  L.control.zoom({ zoomInTitle: own.zoomIn, zoomOutTitle: own.zoomOut }).addTo(map);
  layer = L.geoJSON(content, {
    style: ({ properties }) => look(properties.siren, properties.here),
    onEachFeature(feature, shape) {
      const words = document.createElement("span");
      words.textContent = feature.properties.said;
      shape.bindTooltip(words, { sticky: true });
      shape.on("click", () => toggle(feature.properties));
    },
  }).addTo(map);
  L.geoJSON(content.ground, { interactive: false, style: { color: "#161616", weight: 2, fill: false } }).addTo(map);
  const here = L.featureGroup(layer.getLayers().filter((shape) => shape.feature.properties.here));
  map.fitBounds((here.getLayers().length ? here : layer).getBounds());
  // The keyboard acts on the whole map: its shapes, which say no name of their own, are no stops on the way out of it.
  layer.eachLayer((shape) => shape.getElement()?.setAttribute("tabindex", "-1"));
  const centred = () => {
    const centre = map.getCenter();
    let best = null;
    layer.eachLayer((shape) => {
      const box = shape.getBounds();
      const distance = box.getCenter().distanceTo(centre);
      if (box.contains(centre) && (!best || distance < best.distance)) best = { shape, distance };
    });
    return best?.shape.feature.properties ?? null;
  };
  map.on("moveend", () => (said.textContent = centred()?.said ?? ""));
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== frame) return;
    event.preventDefault();
    const found = centred();
    if (found) toggle(found);
  });
  frame.focus({ preventScroll: true });
}

function prepare() {
  const choice = document.getElementById("choix");
  layer = null;
  if (!choice?.dataset.outlines || choice.dataset.ready) return;
  choice.dataset.ready = "1";
  const button = document.getElementById("carte-bouton").content.querySelector("button").cloneNode(true);
  const frame = document.createElement("div");
  frame.className = "td-map td-map--aim";
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", own.label);
  frame.hidden = true;
  const show = async () => {
    button.disabled = true;
    try {
      await explore(frame, choice.dataset.outlines);
      button.textContent = own.close;
    } catch {
      open = false;
      frame.hidden = true;
      said.textContent = own.failed;
    }
    button.disabled = false;
  };
  button.addEventListener("click", () => {
    open = !open;
    if (open) return show();
    delete choice.dataset.ready;
    tools.remove();
    frame.remove();
    prepare();
    choice.querySelector(".td-atlas__tools button").focus();
  });
  button.textContent = own.open;
  const tools = document.createElement("div");
  tools.className = "td-atlas__tools";
  tools.append(button);
  choice.prepend(tools, frame);
  if (open) show();
}

prepare();
document.addEventListener("htmx:afterSettle", prepare);
