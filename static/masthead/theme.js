// Remembers the reader's choice of light or dark, closes open menus, puts buttons on code that copy it, and loads
// what is asked for: the search, and records to cite.
(() => {
  const root = document.documentElement;
  const key = "masthead-theme";
  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll(".mh-drop[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  };

  const given = root.dataset.theme;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const preferred = () => given ?? (prefersDark.matches ? "dark" : "light");
  // The class `dark` is for the site's own styles: the theme follows `data-theme` and what the system prefers.
  const show = () => {
    const wanted = ["light", "dark"].includes(remembered()) ? remembered() : given;
    if (wanted) root.dataset.theme = wanted;
    else delete root.dataset.theme;
    root.classList.toggle("dark", (wanted ?? preferred()) === "dark");
  };

  show();
  prefersDark.addEventListener("change", show);
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  root.classList.add("mh-js");

  const { dataset } = document.currentScript;
  const addCopyButton = (block) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "mh-copy", textContent: dataset.mhCopy });
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("pre").textContent);
        button.textContent = dataset.mhCopied;
        setTimeout(() => { button.textContent = dataset.mhCopy; }, 2000);
      } catch {
        getSelection().selectAllChildren(block.querySelector("pre"));
      }
    });
    block.append(button);
  };
  document.addEventListener("DOMContentLoaded", () => {
    if (navigator.clipboard) document.querySelectorAll(".masthead .highlight:has(> pre)").forEach(addCopyButton);
  });

  const scriptFor = ({ dataset: { mhSearch } }) => mhSearch ? new URL(mhSearch, document.baseURI).href : "./cite.js";
  const openFor = (link) => import(scriptFor(link))
    .then(({ open }) => open(link))
    .catch(() => location.assign(link.href));
  const isTyping = (element) => element.isContentEditable || element.matches("input, textarea, select");

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const link = event.target.closest("a:is([data-mh-search], [data-mh-cite])");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      openFor(link);
    }
    if (!event.target.closest("[data-mh-theme]")) return;
    const next = (root.dataset.theme ?? preferred()) === "dark" ? "light" : "dark";
    try {
      if (next === preferred()) localStorage.removeItem(key);
      else localStorage.setItem(key, next);
      show();
    } catch {
      // Storage is closed to this page: the choice lasts until the next one.
      root.dataset.theme = next;
    }
  });

  document.addEventListener("keydown", (event) => {
    const link = document.querySelector("a[data-mh-search]");
    const command = event.ctrlKey || event.metaKey;
    const wanted = command ? event.key.toLowerCase() === "k" : event.key === "/" && !isTyping(event.target);
    if (link && wanted && !event.altKey) {
      event.preventDefault();
      openFor(link);
    }
    if (event.key !== "Escape") return;
    const summary = document.activeElement?.closest?.(".mh-drop[open]")?.querySelector("summary");
    closeMenus(null);
    summary?.focus();
  });
})();
