"""A store's history as a file of JSON lines: format, reader, writer."""
