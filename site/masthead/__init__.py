"""Landing pages and people from flat files, in Flask."""
