"""Reports and shift slips on paper, as PDF."""
