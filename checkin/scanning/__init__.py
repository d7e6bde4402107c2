"""From a camera to the text of a badge. Modules that need cv2 or numpy are imported by those who use them, not from here."""
