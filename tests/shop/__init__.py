"""A shop, in which ``slips.py`` makes the mistakes that people make."""
