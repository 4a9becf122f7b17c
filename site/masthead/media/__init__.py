"""Pictures and icons: what a page shows besides text."""
