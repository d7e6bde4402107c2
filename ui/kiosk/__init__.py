"""The desk for visitors alone: full screen, in three languages, left with a supervisor's PIN."""
