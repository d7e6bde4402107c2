"""Every line that a hub has, held against the journal of its desk and against the hub's own log."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, select, tuple_

from checkin.domain.journal import GENESIS, Break, NumberedLine, line_hash
from checkin.sync.hublog import LogRow
from checkin.sync.working import chained
from data.hub.engine import explained
from data.hub.store import SqlHubLog
from data.hub.tables import journals, places

AT_ONCE = 1_000
LOG = ""
"""The journal in whose name a break of the log itself is told; its number is that of a row."""


def breaks_of_hub(log: SqlHubLog, event: str) -> Iterator[Break]:
    """Every place where a journal does not hold at this hub, or where its log was changed. Memory stays flat.

    A line that came in two journals, as a desk had to begin another one, stands in the log once; that it belongs into the other
    journal, too, the hub remembers by its hash."""
    position, chain = 0, GENESIS
    while True:
        page = log.page(event, position, AT_ONCE)
        if not page.rows:
            break
        yield from _breaks_of_rows(page.rows, position, chain)
        yield from _breaks_of_lines([one.delivered.row for one in page.rows], log, event)
        position, chain = page.rows[-1].position, page.rows[-1].chain
    if (position, chain) != (page.state.position, page.state.chain):
        yield Break(LOG, position + 1, "gap")
    yield from _breaks_of_ends(log, event)


def _breaks_of_rows(rows: Sequence[LogRow], position: int, chain: bytes) -> Iterator[Break]:
    for row in rows:
        position += 1
        if row.position != position:
            yield Break(LOG, position, "gap")
            position = row.position
        elif row.chain != chained(chain, row.delivered.row.hash):
            yield Break(LOG, position, "chain")
        chain = row.chain


def _breaks_of_lines(lines: Sequence[NumberedLine], log: SqlHubLog, event: str) -> Iterator[Break]:
    stands = _hashes({(one.journal, one.seq - back) for one in lines for back in (0, 1)}, log, event)
    for one in lines:
        before = GENESIS if one.seq == 1 else stands.get((one.journal, one.seq - 1))
        if before is None:
            yield Break(one.journal, one.seq, "gap")
        elif before != one.prev:
            yield Break(one.journal, one.seq, "chain")
        is_it = one.hash == line_hash(one.journal, one.seq, one.line, one.prev) == stands.get((one.journal, one.seq))
        if not is_it:
            yield Break(one.journal, one.seq, "changed")


def _hashes(wanted: Iterable[tuple[str, int]], log: SqlHubLog, event: str) -> dict[tuple[str, int], bytes]:
    query = select(places.c.journal, places.c.seq, places.c.hash).where(
        places.c.event == event, tuple_(places.c.journal, places.c.seq).in_(list(wanted))
    )
    with explained(), log.engine.connect() as connection:
        return {(journal, seq): bytes(digest) for journal, seq, digest in connection.execute(query)}


def _breaks_of_ends(log: SqlHubLog, event: str) -> Iterator[Break]:
    """Each journal has all its numbers, and ends as the hub has told its desk."""
    of_it = (places.c.event == journals.c.event) & (places.c.journal == journals.c.id) & (places.c.seq <= journals.c.seq)
    counting = select(journals.c.id, func.count(places.c.seq).label("lines")).join(places, of_it).where(journals.c.event == event)
    with explained(), log.engine.connect() as connection:
        counts = {one.id: one.lines for one in connection.execute(counting.group_by(journals.c.id))}
    known = [one for one in log.roster(event).journals.values() if one.seq]
    ends = _hashes({(one.id, one.seq) for one in known}, log, event)
    for one in known:
        if counts.get(one.id, 0) != one.seq:
            yield Break(one.id, one.seq, "gap")
        elif ends.get((one.id, one.seq)) != one.hash:
            yield Break(one.id, one.seq, "chain")
