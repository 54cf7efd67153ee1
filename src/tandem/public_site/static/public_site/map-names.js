// Writes over a map the name and value of the territory under the pointer or the keyboard's focus, at once. A screen
// reader already has them from the link itself; without this file a pointer still finds them in the shape's title.
function show({ target }) {
  const shape = target.closest?.("a.map-shape");
  const atlas = shape?.closest(".td-atlas");
  if (!atlas) return;
  let name = atlas.querySelector(".td-atlas__name");
  if (!name) {
    name = document.createElement("p");
    name.className = "td-atlas__name";
    name.setAttribute("aria-hidden", "true");
    atlas.append(name);
  }
  name.textContent = shape.querySelector("title").textContent;
}

function hide({ target, relatedTarget }) {
  if (target.closest?.("a.map-shape") && !relatedTarget?.closest?.("a.map-shape")) {
    target.closest(".td-atlas")?.querySelector(".td-atlas__name")?.remove();
  }
}

document.addEventListener("focusin", show);
document.addEventListener("pointerover", show);
document.addEventListener("focusout", hide);
document.addEventListener("pointerout", hide);
