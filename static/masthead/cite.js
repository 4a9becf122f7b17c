// Shows the record that Cite leads to in a dialog. Loaded when it is asked for; where it fails, the link is a link.
const template = document.querySelector("template[data-mh-cite-dialog]");
const dialog = template.content.firstElementChild;
const text = dialog.querySelector("pre");
const download = dialog.querySelector("a[download]");
const copy = dialog.querySelector("[data-mh-copied]");
const label = copy.textContent;
template.replaceWith(dialog);

copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(text.textContent);
    copy.textContent = copy.dataset.mhCopied;
  } catch {
    getSelection().selectAllChildren(text);
  }
});

export const open = async (link) => {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.statusText);
  text.textContent = (await answer.text()).trim();
  download.href = link.href;
  copy.textContent = label;
  copy.hidden = !navigator.clipboard;
  dialog.showModal();
};
