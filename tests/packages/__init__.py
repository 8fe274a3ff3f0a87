"""The library with software that nobody here wrote: ``python -m tests.packages``."""
