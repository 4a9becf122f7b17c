// Keeps the page that is open like the site's files: asks for it again when some of them change, and puts in place
// what differs. Where the page cannot be made, what is wrong lies over the one that was there before.
(() => {
  const tag = document.currentScript;
  const state = (page) => JSON.parse(page.querySelector("script[data-mh-live]")?.dataset.mhLive ?? "null");
  const first = state(document);
  const frame = document.documentElement.cloneNode(false);
  const remembered = `masthead-live ${location.pathname}`;
  let shown = first;
  let failed = first.failed; // whether what is open is an error alone
  let served;
  let panel;
  let events;

  // Pictures and styles that changed since the page was loaded get another address, past what is in memory.
  const stamped = (address, number) => {
    const url = new URL(address, document.baseURI);
    if (url.origin !== location.origin) return address;
    url.searchParams.set("live", number);
    return url.href;
  };
  const stampPictures = (page, number) => {
    for (const image of page.querySelectorAll(":is(img, source, video, image)")) {
      for (const name of ["src", "poster", "href"]) {
        if (image.hasAttribute(name)) image.setAttribute(name, stamped(image.getAttribute(name), number));
      }
      const sizes = image.getAttribute("srcset");
      if (sizes) image.setAttribute("srcset", sizes.replace(/[^\s,]\S*[^\s,](?=\s+[\d.]+[wx])/g, (url) => stamped(url, number)));
    }
    for (const element of page.querySelectorAll("[style*='url(']")) {
      const style = element.getAttribute("style");
      element.setAttribute("style", style.replace(/(url\(["']?)([^"')]+)/g, (_, open, url) => open + stamped(url, number)));
    }
  };
  const stamp = (page, now) => {
    if (now.pictures !== first.pictures) stampPictures(page, now.pictures);
    if (now.styles === first.styles) return;
    for (const link of page.querySelectorAll("link[rel~=stylesheet]")) link.setAttribute("href", stamped(link.getAttribute("href"), now.styles));
  };

  const opened = () => [...document.querySelectorAll("details")].map((details) => details.open);
  const reload = () => {
    const kept = sessionStorage.getItem(remembered); // by a page that did not get to show it
    sessionStorage.setItem(remembered, kept ?? JSON.stringify({ x: scrollX, y: scrollY, opened: opened() }));
    location.reload();
    return false;
  };
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(remembered));
    if (!kept) return;
    sessionStorage.removeItem(remembered);
    document.querySelectorAll("details").forEach((details, index) => { details.open = kept.opened[index] ?? details.open; });
    scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
  };

  // Whether the open page is as new as the server's; where it has to be loaded anew, or the server went, it is not.
  const show = async () => {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!answer) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = state(page);
    if (now?.run !== first.run) return reload();
    stamp(page, now);
    shown = now;
    panel.state(now);
    if (now.failed && !failed) {
      panel.fail(page.querySelectorAll(".mh-errors .mh-problem"));
      return true;
    }
    panel.mend();
    if (now.loads !== first.loads || !await served.become(page.documentElement)) return reload();
    failed = now.failed;
    panel.place();
    return true;
  };

  let busy = false;
  let wanted;
  const hear = async ({ data }) => {
    wanted = JSON.parse(data);
    if (busy) return;
    busy = true;
    try {
      while ((wanted.run !== shown.run || wanted.count > shown.count) && await show());
    } finally {
      busy = false;
    }
  };
  // Few connections are open at a time to one server: pages that nobody sees leave theirs to others.
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource(new URL("changes", tag.src));
    events.onmessage = hear;
  };

  const begin = async (copy, nodes) => {
    const [{ Served }, { Panel }] = await Promise.all([import("./morph.js"), import("./panel.js")]);
    served = new Served(copy, nodes);
    panel = new Panel(first);
    listen();
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => events?.close());
    addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  };
  // The page as it was served: before its own scripts change it, but for those that ran while it was read.
  document.addEventListener("readystatechange", () => {
    const copy = document.documentElement.cloneNode(true);
    for (const name of copy.getAttributeNames()) copy.removeAttribute(name);
    for (const { name, value } of frame.attributes) copy.setAttribute(name, value);
    const walk = document.createNodeIterator(document.documentElement);
    const nodes = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) nodes.push(node);
    begin(copy, nodes);
  }, { once: true });
  addEventListener("load", restore);
})();
