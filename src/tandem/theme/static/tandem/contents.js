// Marks, in a page's contents, the chapter that is being read; without it the list works all the same.
for (const contents of document.querySelectorAll("[data-td-contents]")) {
  const links = new Map();
  for (const link of contents.querySelectorAll('a[href^="#"]')) {
    const chapter = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (chapter) links.set(chapter, link);
  }

  let current = null;
  const mark = () => {
    const line = window.innerHeight * 0.3;
    let reached = null;
    for (const chapter of links.keys()) {
      if (chapter.getBoundingClientRect().top <= line) reached = chapter;
    }
    const link = links.get(reached) ?? null;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    const strip = link?.closest("ol");
    if (strip && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = link.offsetLeft - strip.clientWidth / 3;
  };

  let waiting = false;
  window.addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
