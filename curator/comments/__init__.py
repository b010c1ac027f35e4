"""Comment providers: the embed each needs, one small module a provider."""
