// Sliders: buttons for the slide before and after, the dot of the one in view, and moving on by time.
(() => {
  const start = (slider) => {
    const track = slider.querySelector(".mh-slides");
    const dots = [...slider.querySelectorAll(".mh-dots a")];
    const slides = [...track.children];
    const index = () => Math.round(Math.abs(track.scrollLeft) / track.clientWidth);
    const show = (number) => {
      const slide = slides[(number + slides.length) % slides.length];
      track.scrollBy({ left: slide.getBoundingClientRect().left - track.getBoundingClientRect().left });
    };
    const mark = () => dots.forEach((dot, number) => dot.toggleAttribute("aria-current", number === index()));

    dots.forEach((dot, number) => dot.addEventListener("click", (event) => {
      event.preventDefault();
      show(number);
    }));
    for (const button of slider.querySelectorAll("[data-mh-turn]")) {
      button.hidden = false;
      button.addEventListener("click", () => show(index() + Number(button.dataset.mhTurn)));
    }
    track.addEventListener("scroll", mark, { passive: true });
    mark();

    const pause = Number(slider.dataset.mhSlider);
    if (!pause || slides.length < 2 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    setInterval(() => {
      if (!slider.matches(":hover, :focus-within") && !document.hidden) show(index() + 1);
    }, Math.max(pause, 2000));
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-mh-slider]").forEach(start));
})();
