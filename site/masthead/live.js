// Shows what an author changed in the page that is open: for `masthead run` alone.
//
// The page as it was served is compared with the page as it is served now, and only what differs between them is
// put in the place of what is shown: all else stays as its reader has it, scrolled, opened, typed.
(() => {
  const { changes, root } = document.currentScript.dataset;
  const ADDED = ".mh-copy, .mh-overlay"; // what scripts put into the page
  const fresh = (node) => document.importNode(node, true);
  const served = (node) => !node.matches?.(ADDED);
  let body = document.body.cloneNode(true); // before other scripts have changed it
  let overlay = null;

  const renew = (shown, before, after) => {
    if (before.isEqualNode(after)) return;
    if (!(after instanceof Element) || before.nodeName !== after.nodeName || before.id !== after.id) {
      shown.replaceWith(fresh(after));
      return;
    }
    for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
      const value = after.getAttribute(name);
      if (before.getAttribute(name) === value || (name === "open" && before.matches("details"))) continue;
      if (value === null) shown.removeAttribute(name);
      else shown.setAttribute(name, value);
    }
    const [old, found, here] = [[...before.childNodes], [...after.childNodes], [...shown.childNodes].filter(served)];
    if (here.length !== old.length) {
      shown.replaceChildren(...found.map(fresh));
      return;
    }
    const most = Math.min(old.length, found.length);
    let first = 0;
    while (first < most && old[first].isEqualNode(found[first])) first += 1;
    let last = 0;
    while (last < most - first && old.at(-1 - last).isEqualNode(found.at(-1 - last))) last += 1;
    const behind = here[old.length - last] ?? null;
    const [olds, news] = [old.slice(first, old.length - last), found.slice(first, found.length - last)];
    news.forEach((node, at) => {
      if (at < olds.length) renew(here[first + at], olds[at], node);
      else shown.insertBefore(fresh(node), behind);
    });
    olds.slice(news.length).forEach((_, at) => here[first + news.length + at].remove());
  };

  const scripts = (page) => [...page.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"));
  const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet]")];
  const path = (link) => new URL(link.getAttribute("href"), location.href).pathname;

  // Each style sheet is loaded anew, and the old one goes when the new one is there, so that nothing flashes.
  const restyle = (page, keep) => {
    const old = sheets(document.head);
    for (const link of sheets(page)) {
      const next = fresh(link);
      next.href = `${path(link)}?${Date.now()}`;
      const same = old.filter((other) => path(other) === path(link));
      next.onload = next.onerror = () => same.forEach((other) => other.remove());
      (same.at(-1) ?? old.at(-1) ?? document.head.lastChild).after(next);
    }
    const wanted = new Set(sheets(page).map(path));
    if (!keep) old.filter((other) => !wanted.has(path(other))).forEach((other) => other.remove());
  };

  const cover = (trouble) => {
    overlay ??= Object.assign(document.createElement("dialog"), { className: "mh-overlay" });
    overlay.replaceChildren(fresh(trouble));
    document.body.append(overlay);
    if (!overlay.open) overlay.showModal();
  };

  const show = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const trouble = page.querySelector(".mh-errors");
    if (trouble && !body.querySelector(".mh-errors")) {
      restyle(page, true);
      cover(trouble);
      return;
    }
    overlay?.remove();
    if (String(scripts(page)) !== String(scripts(document))) {
      location.reload();
      return;
    }
    document.title = page.title;
    renew(document.body, body, page.body);
    ({ body } = page);
    restyle(page, false);
  };

  // Whoever holds Alt sees where sections are written, and opens that in an editor by a click.
  const label = (held) => document.documentElement.classList.toggle("mh-sources", held);
  addEventListener("keydown", (event) => label(event.key === "Alt" || event.altKey));
  addEventListener("keyup", (event) => label(event.altKey));
  addEventListener("blur", () => label(false));
  addEventListener("click", (event) => {
    const section = event.target.closest?.("[data-mh-source]");
    const place = section?.dataset.mhSource ?? event.target.closest?.(".mh-where")?.textContent;
    if (!place || (section && !event.altKey)) return;
    event.preventDefault();
    location.assign(`vscode://file/${encodeURI(`${root}/${place}`.replace(/^\/+/, ""))}`);
  });

  let last = Promise.resolve();
  new EventSource(changes).onmessage = ({ data }) => {
    if (data === "reload") location.reload();
    else last = last.then(show).catch(() => location.reload());
  };
})();
