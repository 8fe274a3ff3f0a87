"""The example site: a field guide to monsters."""
