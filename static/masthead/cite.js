// Shows the record that Cite leads to in a dialog. Where that fails, the link is a link.
(() => {
  const template = document.querySelector("template[data-mh-cite-dialog]");
  if (!template || !window.HTMLDialogElement) return;
  const dialog = template.content.firstElementChild;
  const text = dialog.querySelector("pre");
  const download = dialog.querySelector("a[download]");
  const copy = dialog.querySelector("[data-mh-copied]");
  const label = copy.textContent;
  template.replaceWith(dialog);

  const open = async (link) => {
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      text.textContent = (await answer.text()).trim();
    } catch {
      location.assign(link.href);
      return;
    }
    download.href = link.href;
    copy.textContent = label;
    copy.hidden = !navigator.clipboard;
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-mh-cite]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      copy.textContent = copy.dataset.mhCopied;
    } catch {
      getSelection().selectAllChildren(text);
    }
  });
})();
