"""Long work at a terminal: what is told of its progress, and Ctrl+C, which stops it where it can stop."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

BETWEEN_REPORTS_S = 0.2

Watch = Callable[[int], bool]
"""Told how much is done; its answer False means stop."""


@contextmanager
def watching(said: Callable[[int], str] | None) -> Iterator[Watch]:
    """What the work calls with how much is done; False means stop. `said` makes the sentence for standard error, None says
    nothing. Ctrl+C does not tear the work apart: it is heeded at the next call."""
    stopped, reported = [False], [time.monotonic(), -1]

    def watch(done: int) -> bool:
        if said is not None and done > reported[1] and time.monotonic() - reported[0] > BETWEEN_REPORTS_S:
            reported[:] = [time.monotonic(), done]
            click.echo("\r" + said(done), nl=False, err=True)
        return not stopped[0]

    before = signal.signal(signal.SIGINT, lambda *_: stopped.__setitem__(0, True))
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)
        if reported[1] >= 0:
            click.echo(err=True)
