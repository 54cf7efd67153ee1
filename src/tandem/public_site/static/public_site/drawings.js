// Puts a chart into the page in place of its picture as it comes near: the page's own font, text that can be selected and
// read out. Without it the picture and its alternative text do the same job.
const narrow = window.matchMedia("(max-width: 47.99em)");

async function draw(picture) {
  const image = picture.querySelector("img");
  const address = narrow.matches ? picture.querySelector("source").srcset : image.src;
  const answer = await fetch(address);
  if (!answer.ok) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  if (drawn.nodeName !== "svg") return;
  drawn.classList.add("td-chart__image", "td-drawing");
  picture.replaceWith(document.importNode(drawn, true));
}

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      nearby.unobserve(target);
      draw(target).catch(() => {});
    }
  },
  { rootMargin: "600px 0px" },
);

const pictures = document.querySelectorAll("[data-drawing]");
for (const picture of pictures) nearby.observe(picture);
// On paper every chart is wanted.
window.addEventListener("beforeprint", () => {
  for (const image of document.querySelectorAll("[data-drawing] img")) image.loading = "eager";
});

// A drawing that comes in above moves what stands below: who had reached a link by the keyboard keeps it in view.
const inView = (element) => {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < window.innerHeight;
};
const reached = () => document.activeElement !== document.body && inView(document.activeElement);
let wasReached = false;
document.addEventListener("focusin", () => requestAnimationFrame(() => (wasReached = reached())));
// Whoever scrolls away from it means to.
document.addEventListener("scroll", () => (wasReached = reached()), { passive: true });
new ResizeObserver(() => {
  if (wasReached && !reached()) document.activeElement.scrollIntoView({ block: "nearest" });
}).observe(document.body);
