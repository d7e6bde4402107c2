"""What a dashboard has counted is there when it is opened again; where anything is odd about it, all is counted anew."""

import hashlib
import json
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

import pytest
from dashboard_samples import NOW, picture_of, reading, small_event
from test_desk_and_hub import Site, badge, site
from test_overview import at_a_desk, figures, two_desks, until

from checkin.domain.alarms import Limits
from checkin.domain.ranges import Trust
from checkin.domain.registration import Registration
from checkin.overview.alarming import Alarming
from checkin.overview.picture import Painter, Picture
from checkin.overview.reading import News, Outlook, Reader
from checkin.overview.remembering import Remembering, remember
from checkin.overview.totals import totals_of
from checkin.overview.watch import Told, Watch, counted
from checkin.trouble import Trouble
from data.exporters.journal_file import export_rows
from data.hub.store import open_hub
from data.membership import COUNTED
from data.overview.file_reader import FileReader
from data.overview.kept_values import KIND, code, kept_in
from data.overview.memory_file import MemoryFile
from data.overview.people import People

__all__ = ["site"]


@pytest.fixture(scope="session")
def hub_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_event(tmp_path_factory.mktemp("hub"))


@pytest.fixture
def memory(tmp_path: Path) -> MemoryFile:
    return MemoryFile(tmp_path)


def kept(memory: MemoryFile, hub_home: Path) -> None:
    with reading(hub_home) as reader:
        counting = counted(reader, reader.event())
        counting.conflicts.found()
        painter = Painter(counting, reader.outlook(), reader.roll(), reader.person, reader.supervisors())
        memory.keep(reader.mark(), counting, painter.everywhere())


def test_what_is_recalled_tells_the_same_and_goes_on_counting(memory: MemoryFile, hub_home: Path) -> None:
    kept(memory, hub_home)
    recalled = memory.recall()
    assert recalled is not None
    mark, counting = recalled
    with reading(hub_home) as reader:
        event = reader.event()
        afresh = counted(reader, event)
        door = event.checkpoints["entrance"]
        assert counting.event == event
        for one in (counting, afresh):
            one.take([*(tick._replace(scan_id=f"{tick.scan_id}-again") for tick in _some(afresh))])
        told, truth = (totals_of(one, door, reader.roll(), event.day_of(NOW)) for one in (counting, afresh))
        assert told == truth
        assert counting.conflicts.found() == afresh.conflicts.found() != []
    with reading(hub_home) as reader:
        reader.event()
        assert reader.resume(mark)
        assert not reader.news().ticks


def _some(counting: object) -> list[object]:
    return list(counting.tally._scans.values())[:40]  # type: ignore[attr-defined]


def test_a_dashboard_that_is_opened_again_reads_only_what_has_come_since(memory: MemoryFile, hub_home: Path) -> None:
    read: list[int] = []

    @contextmanager
    def counting_reads() -> Iterator[Reader]:
        with reading(hub_home) as reader:
            news = reader.news
            reader.news = lambda: _noted(news(), read)  # type: ignore[method-assign]
            yield reader

    truth = picture_of(hub_home).totals
    for _ in range(2):
        told: SimpleQueue[Told] = SimpleQueue()
        watch = Watch(counting_reads, told.put, Alarming(Limits()), memory=memory)
        watch.start()
        first = told.get(timeout=30)
        watch.stop()
        assert isinstance(first, Picture)
        assert first.totals == truth
        read.append(-1)
    first_time, second_time = "".join("x" if n > 0 else "," if n < 0 else "" for n in read).split(",")[:2]
    assert (first_time, second_time) == ("x", "")


def _noted(news: News, read: list[int]) -> News:
    read.append(len(news.ticks))
    return news


@pytest.mark.parametrize("spoil", [
    lambda content: b"", lambda content: content[:-1], lambda content: content[:500] + b"?" + content[501:],
    lambda content: KIND + bytes(32) + content[len(KIND) + 32 :],
])  # fmt: skip
def test_what_is_damaged_or_of_another_program_is_not_relied_on(
    memory: MemoryFile, hub_home: Path, spoil: Callable[[bytes], bytes]
) -> None:
    kept(memory, hub_home)
    memory._counted.write_bytes(spoil(memory._counted.read_bytes()))
    assert memory.recall() is None


@pytest.mark.parametrize("target", [(os.system, ("touch {path}",)), (eval, ("open({path!r}, 'w')",))])
def test_nothing_in_the_file_runs(memory: MemoryFile, tmp_path: Path, target: tuple[object, tuple[str]]) -> None:
    act, (argument,) = target

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return act, (argument.format(path=str(tmp_path / "ran")),)

    body = pickle.dumps(Evil())
    memory._counted.write_bytes(KIND + code() + hashlib.sha256(body).digest() + body)
    assert memory.recall() is None
    assert not (tmp_path / "ran").exists()


def test_nothing_that_a_module_of_ours_has_imported_can_be_had(memory: MemoryFile, tmp_path: Path) -> None:
    body = b"\x80\x04\x8c\x15checkin.domain.badge\x8c\x02re\x93."
    memory._counted.write_bytes(KIND + code() + hashlib.sha256(body).digest() + body)
    assert memory.recall() is None
    dotted = b"\x80\x04\x8c\x16checkin.domain.journal\x8c\x14hashlib.sys.exc_info\x93."
    memory._counted.write_bytes(KIND + code() + hashlib.sha256(dotted).digest() + dotted)
    assert memory.recall() is None


def test_what_was_seen_last_is_seen_at_once_without_who_it_was(memory: MemoryFile, hub_home: Path) -> None:
    truth = picture_of(hub_home)
    somebody = Registration("R-1", "Salma Benali", "public", "B-1", email="salma@example.org")
    known = replace(truth, conflicts=tuple(replace(one, person=somebody) for one in truth.conflicts))
    assert known.conflicts
    assert known.supervisors
    with reading(hub_home) as reader:
        memory.keep(reader.mark(), counted(reader, reader.event()), [known])
    for checkpoint in ("", known.checkpoint.id):
        assert (shown := memory.picture(checkpoint)) is not None
        assert (shown.totals, shown.arrivals, shown.outlook) == (truth.totals, truth.arrivals, truth.outlook)
        assert [one.conflict for one in shown.conflicts] == [one.conflict for one in truth.conflicts]
    content = memory._pictures.read_bytes()
    assert [one for one in (somebody.name, somebody.email, truth.supervisors[0].name) if one.encode() in content] == []
    assert memory.picture("no such place") is None


def test_what_was_seen_of_other_journals_is_not_shown(memory: MemoryFile, hub_home: Path, tmp_path: Path) -> None:
    kept(memory, hub_home)
    (file := tmp_path / "one.jsonl").touch()
    assert MemoryFile(tmp_path, journals=[file]).picture("") is None
    assert MemoryFile(tmp_path, "postgresql://elsewhere").picture("") is None
    kept(of_files := MemoryFile(tmp_path, journals=[file]), hub_home)
    assert of_files.picture("") is not None
    file.write_text("more\n")
    assert of_files.picture("") is None


def test_a_class_of_ours_that_is_no_value_is_not_made(memory: MemoryFile, hub_home: Path) -> None:
    for made, is_value in ((Trust(NOW), True), (Trouble("x"), False)):
        body = pickle.dumps((made, {}))
        memory._pictures.write_bytes(KIND + code() + hashlib.sha256(body).digest() + body)
        assert (kept_in(memory._pictures) is not None) is is_value


def test_a_dashboard_whose_lines_are_gone_when_it_is_closed_ends_all_the_same(memory: MemoryFile, hub_home: Path) -> None:
    is_gone = Event()

    @contextmanager
    def vanishing() -> Iterator[Reader]:
        with reading(hub_home) as reader:
            outlook = reader.outlook

            def gone() -> Outlook:
                if is_gone.is_set():
                    raise Trouble("There is no event here yet.")
                return outlook()

            reader.outlook = gone  # type: ignore[method-assign]
            yield reader

    told: SimpleQueue[Told] = SimpleQueue()
    watch = Watch(vanishing, told.put, Alarming(Limits()), memory=memory)
    watch.start()
    assert isinstance(told.get(timeout=30), Picture)
    is_gone.set()
    ending = Thread(target=watch.stop, daemon=True)
    ending.start()
    ending.join(30)
    assert not ending.is_alive()


def test_totals_that_are_kept_are_there_for_the_dashboard(hub_home: Path, at: Callable[..., tuple[int, list[str], str]]) -> None:
    memory = MemoryFile(hub_home)
    status, said, _ = at(hub_home, "totals", "--keep", "--json", "--checkpoint", "entrance")
    assert status == 0
    shown, recalled = memory.picture(""), memory.recall()
    assert shown is not None
    assert recalled is not None
    assert json.loads(said[0])["entries"] == shown.totals.entries > 0
    assert len(list(recalled[1].tally.scans())) > shown.totals.entries
    assert at(hub_home, "totals", "--keep", "--json")[0] == 0
    status, _, error = at(hub_home, "totals", "--keep", "--at", "2018-04-18T11:40")
    assert status == 2
    assert "leave out --at or --keep" in error


def test_a_hub_lets_what_came_be_counted_and_nothing_be_counted_twice(hub_home: Path) -> None:
    asked, done = [3, None, 3, 4, 4], [False, True, True]
    kept_at: list[int] = []

    def look(is_over: Callable[[], bool]) -> bool:
        kept_at.append(len(asked))
        return done[len(kept_at) - 1] and not is_over()

    remembering = Remembering(lambda: asked.pop(0) if asked else 4, look, 0.01, 0.01)
    remembering.start()
    until(lambda: not asked)
    remembering.stop()
    assert kept_at == [4, 2, 1], "3 fails and is tried again, then 4; the same again is not"
    for one in hub_home.glob(COUNTED):
        one.unlink()
    assert remember(hub_home, "", None, lambda: False)
    assert MemoryFile(hub_home).picture("") is not None
    assert not remember(hub_home / "nothing here", "", None, lambda: False)
    assert not remember(hub_home, "", None, lambda: True)


def test_another_log_is_counted_anew(memory: MemoryFile, hub_home: Path, tmp_path: Path) -> None:
    kept(memory, hub_home)
    recalled = memory.recall()
    assert recalled is not None
    with closing(open_hub(tmp_path / "other.db", "scec-demo", "other")) as log:
        from data.overview.hub_reader import HubReader

        with closing(HubReader(log, People(hub_home / "desk.db"), lambda: NOW)) as reader:
            reader.event()
            assert not reader.resume(recalled[0])
            assert not reader.resume(())


def test_a_desk_knows_its_own_mark_until_its_clock_or_its_hub_is_another(site: Site) -> None:
    _, second = two_desks(site)
    second.scan(badge(1))
    with at_a_desk(second) as reader:
        reader.event()
        until(lambda: reader.news().ticks or True)
        mark = reader.mark()
    with at_a_desk(second) as reader:
        assert reader.resume(mark)
        assert not reader.news().ticks
        assert not reader.resume((*mark[:4], "another hub"))
        assert not reader.resume((mark[0], 1, b"another line", 0, mark[4]))


def test_files_that_have_changed_are_read_again(site: Site, tmp_path: Path) -> None:
    first, _ = two_desks(site)
    first.scan(badge(1))
    until(lambda: site.running.log.page(site.running.event.id, 0, 10).rows)
    rows = [one.delivered for one in site.running.log.page(site.running.event.id, 0, 1000).rows]
    path = tmp_path / "all.jsonl"
    export_rows(iter(rows), path)
    opened = partial(FileReader, [path], People(site.folder / "hub" / "desk.db"))
    with closing(opened()) as reader:
        assert figures(reader).entries == 1
        mark, last = reader.mark(), reader.outlook().now
    opened = partial(FileReader, [path], People(site.folder / "hub" / "desk.db"))
    with closing(opened()) as reader:
        assert reader.resume(mark)
        assert not reader.news().ticks
        assert reader.outlook().now == last
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    opened = partial(FileReader, [path], People(site.folder / "hub" / "desk.db"))
    with closing(opened()) as reader:
        assert not reader.resume(mark)
