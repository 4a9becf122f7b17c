"""How a site becomes files: what each URL lands in, what is made again, and who makes it."""
