// Search: in the dialog of the header's button, and on the page to search on. Loaded when somebody wants it.
const here = import.meta.url;
const STEP = 8;
let engine;

const load = () => {
  engine ??= import(new URL("pagefind/pagefind.js", here)).then(async (pagefind) => {
    await pagefind.options({ baseUrl: new URL("..", here).pathname, excerptLength: 24 });
    await pagefind.init();
    return pagefind;
  });
  return engine;
};

const made = (name, properties, ...content) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...content);
  return node;
};

// An excerpt comes as HTML, with <mark> around what was found: its text, and nothing else of it, is shown.
const excerpt = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) =>
  node.nodeName === "MARK" ? made("mark", {}, node.textContent) : node.textContent);

const entry = (page) => {
  const parts = page.sub_results.filter((part) => part.url !== page.url).slice(0, 3);
  const kind = page.meta.section;
  return made("li", {},
    made("a", { href: page.url }, page.meta.title || page.url),
    ...(kind ? [made("span", { className: "mh-search-kind" }, kind)] : []),
    made("p", {}, ...excerpt(page.excerpt)),
    ...(parts.length ? [made("ol", {}, ...parts.map((part) =>
      made("li", {}, made("a", { href: part.url }, part.title))))] : []));
};

// Makes a field find what is typed. `changed` is told the words after each search.
const mount = (box, changed = () => {}) => {
  const [field, list, count, hints] = ["input", ".mh-search-found", ".mh-search-count", ".mh-search-hints"]
    .map((selector) => box.querySelector(selector));
  let turn = 0;

  const showMore = async (results, mine) => {
    const pages = await Promise.all(results.slice(0, STEP).map((result) => result.data()));
    if (mine !== turn) return;
    list.append(...pages.map(entry));
    const rest = results.slice(STEP);
    if (!rest.length) return;
    const watcher = new IntersectionObserver(([last]) => {
      if (!last.isIntersecting) return;
      watcher.disconnect();
      showMore(rest, mine);
    });
    watcher.observe(list.lastElementChild);
  };

  const search = async () => {
    const mine = ++turn;
    const words = field.value.trim();
    changed(words);
    if (hints) hints.hidden = Boolean(words);
    if (!words) {
      count.textContent = "";
      list.replaceChildren();
      return;
    }
    const pagefind = await load();
    const found = await pagefind.debouncedSearch(words, {}, 120);
    if (!found || mine !== turn) return;
    const number = found.results.length;
    count.textContent = number ? `${number} ${count.dataset.mhSome}` : count.dataset.mhNone;
    list.replaceChildren();
    await showMore(found.results, mine);
  };

  field.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...list.querySelectorAll("a")];
    const next = step && stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  hints?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    field.value = link.textContent;
    field.focus();
    search();
  });
  return { field, search };
};

const styled = () => new Promise((done) => {
  const href = new URL("search.css", here).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return done();
  document.head.append(made("link", { rel: "stylesheet", href, onload: done, onerror: done }));
});

let dialog;

// Opens the dialog that the page brings along. Where there is no index, the link is followed.
export const open = async (link) => {
  const page = document.querySelector("[data-mh-search-page] input");
  if (page) return page.focus();
  if (!dialog) {
    const template = document.querySelector("template[data-mh-search-dialog]");
    dialog = template.content.firstElementChild;
    await styled();
    template.remove();
    document.body.append(dialog);
    mount(dialog);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      dialog.close();
    });
  }
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
  load().catch(() => location.assign(link.href));
};

const start = (box) => {
  const all = document.querySelector(".mh-search-all");
  const { field, search } = mount(box, (words) => {
    all.hidden = Boolean(words);
    const address = new URL(location.href);
    address.searchParams.set("q", words);
    if (!words) address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
  });
  box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) search();
  load().catch(() => { box.hidden = true; all.hidden = false; });
};

const page = document.querySelector("[data-mh-search-page]");
if (page) start(page);
