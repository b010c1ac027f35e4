"""Storage: what is remembered between runs, a cache of what machines sent."""
