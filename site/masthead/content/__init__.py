"""Files in, pages out: what a site holds, read from its folders."""
