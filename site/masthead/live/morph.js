// A page as it was served last, and the page that is open: what differs in the next one is changed in the open one,
// and nothing else, so that it stays where it is scrolled to, with what is open, written and focused.

// What scripts of pages work upon when they are loaded: where that changes, they have to run again.
const SCRIPTED = "script:is([src], :not([type]), [type=module]), [data-mh-slider], [data-mh-share], .highlight";
const PATIENCE = 1000; // milliseconds that a page waits for its styles

// By what nodes are taken for each other, the surest first.
const LIKENESSES = [
  (node) => `${node.nodeName} ${node.outerHTML ?? node.data}`,
  (node) => node.id && `${node.nodeName} ${node.id}`,
  (node) => `${node.nodeName} ${node.rel ?? ""}`,
];

class NeedsReload extends Error {}

const isSheet = (node) => node.nodeName === "LINK" && node.rel.split(/\s+/).includes("stylesheet");

// For each of some nodes, the index of the one that it was before, or -1.
const matched = (before, after) => {
  const found = after.map(() => -1);
  let start = 0;
  let end = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start].isEqualNode(after[start])) found[start] = start++;
  while (end < most - start && before.at(-1 - end).isEqualNode(after.at(-1 - end))) {
    end += 1;
    found[after.length - end] = before.length - end;
  }
  for (const likeness of LIKENESSES) {
    const taken = new Set(found);
    const left = new Map();
    for (let index = start; index < before.length - end; index++) {
      const key = !taken.has(index) && likeness(before[index]);
      if (key) left.set(key, [...(left.get(key) ?? []), index]);
    }
    for (let index = start; index < after.length - end; index++) {
      if (found[index] < 0) found[index] = left.get(likeness(after[index]))?.shift() ?? -1;
    }
  }
  return found;
};

export class Served {
  #live = new WeakMap();
  #sheets = [];

  // `root` is a copy of the document's element; `nodes` are the open page's, in the order of the copy's.
  constructor(root, nodes) {
    this.root = root;
    this.#pair(root, nodes);
  }

  // Whether the open page could be made like another one; a mere attempt may leave it half-way.
  async become(root) {
    try {
      this.#attributes(this.root, root, document.documentElement);
      this.#live.set(root, document.documentElement);
      this.#update(this.root.querySelector("head"), root.querySelector("head"));
      await Promise.race([Promise.all(this.#sheets.splice(0)), new Promise((done) => setTimeout(done, PATIENCE))]);
      this.#update(this.root.querySelector("body"), root.querySelector("body"));
      this.root = root;
      return true;
    } catch (error) {
      if (error instanceof NeedsReload || error instanceof DOMException) return false;
      throw error;
    }
  }

  #pair(root, nodes) {
    const walk = document.createNodeIterator(root);
    for (const node of nodes) this.#live.set(walk.nextNode(), node);
  }

  // The node of the open page that stands for one that was served.
  #of(node) {
    const live = this.#live.get(node);
    if (!live?.isConnected) throw new NeedsReload();
    return live;
  }

  #update(old, now) {
    if (isSheet(old) && old.href !== now.href) return this.#restyle(old, now);
    const live = this.#of(old);
    this.#live.set(now, live);
    if (old.nodeName === "NOSCRIPT") return live;
    if (old.isEqualNode(now)) {
      old.childNodes.forEach((child, index) => this.#live.has(child) && this.#update(child, now.childNodes[index]));
    } else if (now.nodeType !== Node.ELEMENT_NODE) {
      live.data = now.data;
    } else {
      this.#attributes(old, now, live);
      this.#children(old, now, live);
    }
    return live;
  }

  #attributes(old, now, live) {
    for (const name of new Set([...old.getAttributeNames(), ...now.getAttributeNames()])) {
      const value = now.getAttribute(name);
      if (value === old.getAttribute(name)) continue;
      if (old.matches(SCRIPTED) && name !== "data-mh-live" && name !== "class") throw new NeedsReload();
      if (name === "class") {
        live.classList.remove(...old.classList);
        live.classList.add(...now.classList);
      } else if (value === null) {
        live.removeAttribute(name);
      } else {
        live.setAttribute(name, value);
      }
    }
  }

  #children(old, now, live) {
    const before = [...old.childNodes];
    const after = [...now.childNodes];
    const match = matched(before, after);
    const kept = new Set(match);
    const changed = match.includes(-1) || before.some((_, index) => !kept.has(index));
    if (changed && live.closest("[data-mh-slider], script[src]")) throw new NeedsReload();
    let next = before.length ? this.#of(before.at(-1)).nextSibling : live.firstChild;
    before.forEach((node, index) => kept.has(index) || this.#remove(node));
    let bound = Infinity;
    for (let index = after.length - 1; index >= 0; index--) {
      const from = match[index];
      const node = from < 0 ? this.#made(after[index]) : this.#update(before[from], after[index]);
      if (from < 0 || from > bound) live.insertBefore(node, next);
      else bound = from;
      next = node;
    }
  }

  #remove(node) {
    if (this.#isScripted(node)) throw new NeedsReload();
    this.#of(node).remove();
  }

  #made(node) {
    if (this.#isScripted(node)) throw new NeedsReload();
    const live = document.importNode(node, true);
    const walk = document.createNodeIterator(live);
    const nodes = [];
    for (let each = walk.nextNode(); each; each = walk.nextNode()) nodes.push(each);
    this.#pair(node, nodes);
    if (isSheet(live)) this.#sheets.push(new Promise((done) => { live.onload = live.onerror = done; }));
    return live;
  }

  #isScripted(node) {
    return node.nodeType === Node.ELEMENT_NODE && (node.matches(SCRIPTED) || node.querySelector(SCRIPTED) !== null);
  }

  // A stylesheet in place of another, which holds until the new one is there.
  #restyle(old, now) {
    const before = this.#of(old);
    const live = this.#made(now);
    before.after(live);
    live.addEventListener("load", () => before.remove());
    live.addEventListener("error", () => before.remove());
    return live;
  }
}
