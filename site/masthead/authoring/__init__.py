"""Files made for authors: publications out of BibTeX, and new pages and people to fill in."""
