// Puts a button on every block of code that copies it. Loaded where there is code, and where copying is allowed.
export const addButtons = ({ mhCopy, mhCopied }) => {
  for (const block of document.querySelectorAll(".masthead .highlight:has(> pre)")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "mh-copy", textContent: mhCopy });
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("pre").textContent);
        button.textContent = mhCopied;
        setTimeout(() => { button.textContent = mhCopy; }, 2000);
      } catch {
        getSelection().selectAllChildren(block.querySelector("pre"));
      }
    });
    block.append(button);
  }
};
