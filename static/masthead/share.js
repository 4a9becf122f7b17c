// Completes the links that share a page of a site that was made without knowing its address.
for (const link of document.querySelectorAll("a[data-mh-share]")) {
  const address = encodeURIComponent(location.href.split(/[?#]/)[0]);
  link.href = link.getAttribute("href").replace(link.dataset.mhShare, address);
}
