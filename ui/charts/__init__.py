"""Charts of attendance on QPainter: one set of values, scales and drawings for the screen, for paper and for files."""
