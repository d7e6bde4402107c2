"""What an organiser hands in: a day or the whole event as figures, tables and charts, and each desk's shift (docs/reports.md)."""
