"""The desk as people see it: PySide6 widgets, the one package that imports Qt."""
