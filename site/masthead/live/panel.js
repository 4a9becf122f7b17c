// What an author sees beside the page: errors over it, a list of what is wrong with the site, and where the blocks
// are written, each with the way into the editor.
const KEY = "KeyB"; // with Alt
const PLACES = "masthead-live places";

const made = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

export class Panel {
  #root = made("masthead-live");
  #box = made("section", { popover: "manual", className: "over", ariaLabel: "Problems" });
  #labels = made("div", { className: "labels" });
  #problems = made("button", { type: "button", title: "What is wrong with the site", onclick: () => this.#list() });
  #blocks = made("button", {
    type: "button", textContent: "Blocks", title: "Where the blocks are written (Alt+B)", onclick: () => this.#toggle(),
  });

  constructor(state) {
    const shadow = this.#root.attachShadow({ mode: "open" });
    const style = made("link", { rel: "stylesheet", href: new URL("live.css", import.meta.url).href });
    const bar = made("nav", { className: "bar", ariaLabel: "Masthead" }, this.#problems, this.#blocks);
    shadow.append(style, this.#labels, bar, this.#box);
    document.documentElement.append(this.#root);
    document.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("click", (event) => this.#follow(event));
    addEventListener("resize", () => this.place());
    addEventListener("load", () => this.place());
    this.state(state);
    this.place();
  }

  // What the server says of the page.
  state(state) {
    this.now = state;
    this.#problems.textContent = state.problems;
    this.#problems.hidden = !state.problems;
  }

  // Lay problems over the page, which stays below as it was.
  fail(problems) {
    this.#open("This page cannot be shown", problems);
    this.#box.dataset.failed = "";
  }

  mend() {
    if ("failed" in this.#box.dataset) this.#close();
  }

  // Put labels where the blocks are, if they are wanted.
  place() {
    const wanted = sessionStorage.getItem(PLACES) !== null;
    this.#blocks.ariaPressed = wanted;
    const blocks = wanted ? [...document.querySelectorAll("[data-mh-where]")] : [];
    const labels = blocks.map((block) => this.#label(block, block.dataset.mhWhere));
    const main = document.querySelector("main") ?? document.body;
    if (wanted && !blocks.length && this.now.page) labels.push(this.#label(main, this.now.page));
    this.#labels.replaceChildren(...labels);
  }

  #address(where) {
    const [, file, line] = /^(.*?)(?::(\d+))?$/.exec(where);
    const path = encodeURI(`${this.now.root}/${file}`);
    return this.now.editor.replace("{file}", () => path).replace("{line}", line ?? 1);
  }

  #link(where) {
    return made("a", { href: this.#address(where), textContent: where, title: "Open it in the editor" });
  }

  #label(element, where) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const frame = made("div", {}, this.#link(where));
    Object.assign(frame.style, {
      left: `${left + scrollX}px`, top: `${top + scrollY}px`, width: `${width}px`, height: `${height}px`,
    });
    return frame;
  }

  async #list() {
    if (this.#box.matches(":popover-open")) return this.#close();
    const answer = await fetch(new URL("problems", import.meta.url));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.#open("Problems of the site", page.querySelectorAll(".mh-problem"));
  }

  #open(title, problems) {
    const close = made("button", { type: "button", textContent: "Close", title: "Escape", onclick: () => this.#close() });
    const shown = [...problems].map((problem) => document.importNode(problem, true));
    for (const problem of shown) {
      const where = problem.querySelector(".mh-where");
      where.replaceChildren(this.#link(where.textContent));
    }
    delete this.#box.dataset.failed;
    this.#box.replaceChildren(made("header", {}, made("h1", { textContent: title }), close), ...shown);
    this.#box.showPopover();
  }

  #close() {
    delete this.#box.dataset.failed;
    this.#box.hidePopover();
  }

  #toggle() {
    if (sessionStorage.getItem(PLACES) === null) sessionStorage.setItem(PLACES, "");
    else sessionStorage.removeItem(PLACES);
    this.place();
  }

  #press(event) {
    if (event.code === KEY && event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#toggle();
    } else if (event.key === "Escape" && this.#box.matches(":popover-open")) {
      this.#close();
    }
  }

  // Places that stand on the page itself, beside what is wrong there, lead into the editor, too.
  #follow(event) {
    const where = event.target.closest?.(".mh-problem .mh-where");
    if (where) location.assign(this.#address(where.textContent));
  }
}
