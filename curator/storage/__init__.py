"""Storage: what is remembered between runs. It is a cache: all of it came from the network and can again."""
