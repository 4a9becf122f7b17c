// Remembers the reader's choice of light or dark, and closes open menus.
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

  if (["light", "dark"].includes(remembered())) root.dataset.theme = remembered();
  root.classList.add("mh-js");

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    if (!event.target.closest("[data-mh-theme]")) return;
    const current = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = current === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(key, root.dataset.theme);
    } catch {
      // Storage is closed to this page: the choice lasts until the next one.
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const summary = document.activeElement?.closest?.(".mh-drop[open]")?.querySelector("summary");
    closeMenus(null);
    summary?.focus();
  });
})();
