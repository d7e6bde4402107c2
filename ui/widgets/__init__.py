"""Small parts of every window: text that is never cut, icons, shapes, buttons, lists."""
