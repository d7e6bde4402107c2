"""`python -m checkin.cli`."""

from checkin.cli import main

main()
