"""What a badge is made of: its QR symbol and its layout. Drawing it is the work of `ui.badges`."""
