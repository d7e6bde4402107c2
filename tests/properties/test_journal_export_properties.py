"""Whatever a journal holds, its export holds too."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.domain.journal import JournalLine, Kind, NumberedLine, Origin, breaks
from checkin.domain.verdict import Direction, Outcome, Reason
from data.exporters.journal_file import export_journal
from data.store import open_store

texts = st.text(st.characters(codec="utf-8"), max_size=20)
lines = st.builds(
    JournalLine,
    scan_id=st.uuids().map(str), kind=st.sampled_from(Kind),
    at=st.datetimes(datetime(1970, 1, 1), datetime(2999, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    event=texts, checkpoint=texts, direction=st.sampled_from(Direction), outcome=st.none() | st.sampled_from(Outcome),
    reason=st.none() | st.sampled_from(Reason), registration=texts, category=texts, text=texts, origin=st.sampled_from(Origin),
    gate=texts, desk=texts, undoes=texts, remark=texts,
)  # fmt: skip


def read_back(path: Path) -> list[NumberedLine]:
    found = []
    for text in path.read_text(encoding="utf-8").split("\n")[:-1]:
        one = json.loads(text)
        place = (one.pop("journal"), one.pop("seq"), bytes.fromhex(one.pop("prev")), bytes.fromhex(one.pop("hash")))
        one |= {
            "kind": Kind(one["kind"]), "at": datetime.fromisoformat(one["at"]), "direction": Direction(one["direction"]),
            "outcome": one["outcome"] and Outcome(one["outcome"]), "reason": one["reason"] and Reason(one["reason"]),
            "origin": Origin(one["origin"]),
        }  # fmt: skip
        found.append(NumberedLine(place[0], place[1], JournalLine(**one), *place[2:]))
    return found


@given(st.lists(lines, max_size=6, unique_by=lambda line: line.scan_id))
@settings(max_examples=60, deadline=None)
def test_an_exported_journal_read_again_is_the_same_and_holds(some: list[JournalLine]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "desk.db")
        with store.writing():
            written = [store.journal.append(line) for line in some]
        path = Path(folder) / "a.jsonl"
        export_journal(store.journal, path)
        again = read_back(path)
        assert again == written == list(store.journal.lines())
        assert list(breaks(again)) == list(store.journal.breaks()) == []
        store.close()
