"""What templates get: plain, typed values made from pages and people, and nothing that looks anything up."""
