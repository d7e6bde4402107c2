"""The desk's own thread: it alone writes the journal, and tells listeners what became of each scan."""
