// Completes the links that share a page of a site that was made without knowing its address.
for (const link of document.querySelectorAll("a[data-mh-share]")) {
  const path = link.dataset.mhShare;
  link.href = link.getAttribute("href").replace(path, encodeURIComponent(location.origin) + path);
}
