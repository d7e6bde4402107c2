"""A rehearsal of this machine: what only Qt can tell, the camera's part with and without a window, and its papers."""
