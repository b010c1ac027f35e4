"""Pull: the only code that opens a connection. Address → Document → entries."""
