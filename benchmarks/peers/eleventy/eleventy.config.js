// The benchmark's site in Eleventy: who has which tag and who wrote what are noted once.
function byKey(pages, field) {
  const found = {};
  for (const page of pages) {
    for (const key of page.data[field] ?? []) (found[key] ??= []).push(page);
  }
  return found;
}

export default function (config) {
  let markdown;
  config.amendLibrary("md", (library) => {
    markdown = library.set({ linkify: true, typographer: true });
  });
  config.ignores.add("content/*/_index.md");
  config.addFilter("markdown", (text) => (text ? markdown.render(text) : ""));
  config.addFilter("phrase", (text) => markdown.renderInline(text));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("longDay", (date) =>
    `${date.getUTCDate()} ${date.toLocaleString("en", { month: "long", timeZone: "UTC" })} ${date.getUTCFullYear()}`,
  );
  config.addCollection("person", (api) =>
    Object.fromEntries(api.getFilteredByGlob("content/authors/*/index.md").map((page) => [page.page.fileSlug, page])),
  );
  config.addCollection("members", (api) => {
    const people = api.getFilteredByGlob("content/authors/*/index.md");
    return byKey(people.sort((a, b) => (a.data.title < b.data.title ? -1 : 1)), "tags");
  });
  config.addCollection("papers", (api) =>
    byKey(api.getFilteredByGlob("content/publication/*/index.md").sort((a, b) => b.date - a.date), "authors"),
  );
  return {
    dir: { input: "content", includes: "../_includes" },
    templateFormats: ["md"],
    markdownTemplateEngine: false,
  };
}
