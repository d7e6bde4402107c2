"""What a hub keeps of a hello."""

from dataclasses import replace

from checkin.sync.hublog import KnownJournal
from checkin.sync.messages import Hello
from checkin.sync.working import Working


def greet(work: Working, journal: KnownJournal, hello: Hello) -> None:
    """Keep what a hello tells of its journal: which one it replaces, and whether the hub has to wait for it any longer."""
    waiting = work.state.waiting
    if journal.device in waiting:
        waiting = waiting - {journal.device} | {journal.id}
    if hello.former and journal.former != hello.former:
        former = work.known.journals.get(hello.former)
        if former is not None:
            work.keep_journal(replace(former, retired=True))
        if hello.former in waiting:
            waiting = waiting - {hello.former} | {journal.id}
    greeted = replace(journal, former=hello.former, retired=False)
    if work.known.journals.get(journal.id) != greeted:
        work.keep_journal(greeted)
    if hello.given == work.state.epoch:
        waiting = waiting - {journal.id}
    if waiting != work.state.waiting:
        work.set_state(replace(work.state, waiting=waiting))
