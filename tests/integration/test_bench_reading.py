"""checkin bench reading: every reader on pictures whose texts are known."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qrcode

from checkin.scanning import ablation, tapir, trial
from checkin.scanning.ablation import Ablation, Way, ways
from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.messages import Code, Corners
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.trial import BOTH, BOTH_WITHOUT_TAPIRSCAN, FAST, Result, Trial, readers, without_tapirscan
from checkin.scanning.truth import pictures_of
from checkin.scanning.zxing import ZXing
from checkin.trouble import Trouble

Run = Callable[..., tuple[int, list[str], str]]
NOWHERE: Corners = ((0.0, 0.0),) * 4


@pytest.fixture(autouse=True)
def one_warm_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Milliseconds do not count here."""
    monkeypatch.setattr(trial, "_WARM_UPS", 1)


def symbol(text: str) -> Image:
    code = qrcode.QRCode(box_size=1, border=4)
    code.add_data(text)
    modules = np.where(np.array(code.get_matrix()), 20, 235).astype(np.uint8)
    return modules.repeat(5, 0).repeat(5, 1)


def plane(text: str = "") -> Image:
    drawn = np.random.default_rng(3).integers(90, 120, (360, 480), dtype=np.uint8)
    if text:
        one = symbol(text)
        drawn[40 : 40 + one.shape[0], 60 : 60 + one.shape[1]] = one
    return drawn


def picture_set(folder: Path, truth: dict[str, list[str]]) -> Path:
    """A set whose pictures show what its truth says."""
    for name, texts in truth.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / name), plane(*texts))
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return folder


@pytest.fixture
def two_classes(tmp_path: Path) -> Path:
    return picture_set(tmp_path / "set", {"near/a.png": ["AAAA2222"], "near/b.png": [], "far/c.png": ["CCCC3333"]})


def records(lines: Sequence[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def test_every_reader_has_a_line_for_the_set_and_for_each_class(run: Run, two_classes: Path) -> None:
    status, lines, _ = run("bench", "reading", str(two_classes), "--json")
    assert status == 0
    found = records(lines)
    assert {"set", "tuned", "class", "reader", "codes", "read", "wrong", "badge_ms", "empty_ms", "all_ms"} == set(found[0])
    assert {one["class"] for one in found} == {None, "near", "far"}
    names = [one["reader"] for one in found if one["class"] is None]
    assert names[0] == "zxing-cpp"
    assert {"OpenCV", FAST, BOTH} <= set(names)
    zxing = {one["class"]: one for one in found if one["reader"] == "zxing-cpp"}
    assert [zxing[kind]["codes"] for kind in (None, "near", "far")] == [2, 1, 1]
    assert [zxing[kind]["read"] for kind in (None, "near", "far")] == [2, 1, 1]
    assert zxing["far"]["empty_ms"] is None
    assert all(len(zxing[None][key]) == 3 for key in ("badge_ms", "empty_ms", "all_ms"))


def test_a_text_that_the_truth_does_not_have_is_wrong_and_said_to_be_so(run: Run, tmp_path: Path) -> None:
    folder = picture_set(tmp_path / "set", {"a.png": ["AAAA2222"]})
    (folder / "truth.json").write_text('{"a.png": ["BBBB3333"]}', encoding="utf-8")
    assert {(one["read"], one["wrong"]) for one in records(run("bench", "reading", str(folder), "--json")[1])} == {(0, 1)}
    lines = run("bench", "reading", str(folder))[1]
    assert lines[-1] == "Texts that ours gave though they are not there: 1. Pictures: 1."
    (named,) = [line for line in lines if line.startswith("not there")]
    assert '"AAAA2222"' in named
    assert str(folder / "a.png") in named
    assert named.endswith("zxing-cpp")


def test_for_people_the_set_says_that_it_was_tuned_on_and_each_class_how_ours_stand(run: Run, two_classes: Path) -> None:
    _, lines, _ = run("bench", "reading", str(two_classes), "--tuned", str(two_classes))
    assert lines[0] == f"{two_classes}: pictures 3, codes 2"
    assert "tuned on" in lines[1]
    (near,) = [line for line in lines if line.startswith("near")]
    assert near.split()[1] == "1"
    assert near.rstrip().endswith("1*")
    assert "tuned on" not in "\n".join(run("bench", "reading", str(two_classes))[1])


@pytest.mark.parametrize(("ours", "best", "mark"), [(8, 7, "+"), (9, 9, "*"), (7, 7, "="), (6, 7, "-"), (9, 8, "+")])
def test_how_ours_stand_beside_the_best_single_reader_is_a_mark(ours: int, best: int, mark: str) -> None:
    from checkin.cli.trial_tables import standing

    assert standing(ours, best, codes=9) == mark


def test_a_limit_takes_pictures_from_all_over_the_set(tmp_path: Path) -> None:
    folder = picture_set(tmp_path, {f"{kind}/{number}.png": [] for kind in ("a", "b", "c") for number in range(4)})
    assert [picture.kind for picture in pictures_of(folder, limit=3)] == ["a", "b", "c"]
    assert len(pictures_of(folder, limit=99)) == len(pictures_of(folder)) == 12


def test_texts_may_stand_beside_the_pictures(tmp_path: Path) -> None:
    (tmp_path / "hall").mkdir()
    for name, text in (("hall/a", "AAAA\r\n"), ("b", "été"), ("c", "")):
        cv2.imwrite(str(tmp_path / f"{name}.png"), plane())
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
    cv2.imwrite(str(tmp_path / "unknown.png"), plane())
    found = {picture.path.stem: (picture.kind, picture.texts) for picture in pictures_of(tmp_path)}
    assert found == {"a": ("hall", ("AAAA",)), "b": (None, ("été",)), "c": (None, ())}


BROKEN = {
    "no JSON": b'{"a.png": ["X"]\n, ,}', "bytes": b'{"a.png": ["\xff\xfe"]}', "a list": b'["a.png"]', "a text": b'{"a.png": "X"}',
    "a number": b'{"a.png": [1]}', "null": b'{"a.png": null}', "nothing": b"{}", "deep": b"[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_truth_is_named_and_nothing_is_measured(run: Run, tmp_path: Path, content: bytes) -> None:
    folder = picture_set(tmp_path / "set", {"a.png": []})
    (folder / "truth.json").write_bytes(content)
    good = picture_set(tmp_path / "good", {"a.png": []})
    status, lines, error = run("bench", "reading", str(good), str(folder))
    assert (status, lines) == (2, [])
    assert str(folder) in error
    assert "truth.json" in error
    assert "Traceback" not in error


def test_a_truth_that_is_not_json_is_shown_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_bytes(BROKEN["no JSON"])
    with pytest.raises(Trouble, match="line 2"):
        pictures_of(tmp_path)


def test_a_set_that_is_not_there_has_no_truth_or_lacks_a_picture_is_trouble(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    lacking = picture_set(tmp_path / "lacking", {"a.png": [], "in/b.png": []})
    (lacking / "in/b.png").unlink()
    for folder, named in ((tmp_path / "none", "none"), (tmp_path / "bare", "truth.json"), (lacking, str(Path("in/b.png")))):
        status, lines, error = run("bench", "reading", str(folder))
        assert (status, lines) == (2, [])
        assert str(folder) in error
        assert named in error


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_file_that_is_no_picture_is_trouble(run: Run, tmp_path: Path, content: bytes) -> None:
    folder = picture_set(tmp_path / "set", {"a.png": []})
    (folder / "a.png").write_bytes(content)
    status, _, error = run("bench", "reading", str(folder))
    assert status == 2
    assert str(folder / "a.png") in error


@pytest.mark.skipif(not tapir.tapir_available(), reason="tapirscan is not on this machine")
def test_ours_without_tapirscan_never_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = tapir.Tapir.read
    monkeypatch.setattr(tapir.Tapir, "read", lambda self, image: asked.append(self.name) or real(self, image))
    noise = np.random.default_rng(1).integers(0, 255, (400, 400), dtype=np.uint8)
    trial.both(without_tapirscan())(noise)
    assert asked == []
    trial.both()(noise)
    assert asked


def test_without_tapirscan_on_the_machine_there_is_no_second_column_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (BOTH_WITHOUT_TAPIRSCAN in readers()) is tapir.tapir_available()
    monkeypatch.setattr(tapir, "tapirscan", None)
    names = list(readers())
    assert BOTH in names
    assert [name for name in names if "tapirscan" in name] == []


def test_a_text_counts_once_a_picture_and_as_wrong_only_when_it_is_not_there() -> None:
    result = Result()
    result.add(["A", "B", "A"], ["A", "X", "X", "Y"], 3.0)
    result.add([], [], 1.0)
    assert (result.codes, result.read, result.wrong) == (2, 1, 2)
    assert (result.badge_ms, result.empty_ms, result.all_ms) == ([3.0], [1.0], [3.0, 1.0])


def test_a_wrong_text_of_a_single_reader_is_none_of_ours() -> None:
    trial = Trial({"zxing-cpp": lambda plane: ["X", "Y"], FAST: lambda plane: ["A", "Y"]})
    trial.show(plane(), ["A"], picture="a.png")
    assert trial.wrong == {("a.png", "X"): ["zxing-cpp"], ("a.png", "Y"): ["zxing-cpp", FAST]}
    assert trial.wrong_by_ours() == {("a.png", "Y"): ["zxing-cpp", FAST]}


def test_each_reader_is_the_first_one_in_its_turn() -> None:
    asked: list[str] = []
    reading = {name: lambda _, name=name: asked.append(name) or [] for name in ("a", "b")}
    trial = Trial(reading)
    for _ in range(2):
        trial.show(plane(), [])
    assert asked == ["a", "b", "b", "a"]


# --- each stage by itself


def test_the_stages_are_those_of_both_tiers_all_of_them() -> None:
    assert {(way.tier, way.at_places) for way in ways()} == {(tier, kind) for tier in ("fast", "deep") for kind in (True, False)}
    names = [way.name for way in ways()]
    for tier in (FastTier(without=names), DeepTier(without=names)):
        assert [kept for kept in vars(tier).values() if isinstance(kept, list)] == [[], []]


def giving(*texts: str) -> Callable[[Image, Corners], tuple[Code, ...]]:
    return lambda plane, place: tuple(Code(text, NOWHERE, "fake") for text in texts)


def test_what_a_stage_earns_is_what_no_other_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (
        Way("fast", "first", False, giving("A", "B")), Way("fast", "same", False, giving("A")),
        Way("deep", "other", True, giving("C", "INVENTED")), Way("deep", "nothing", False, giving()),
    )  # fmt: skip
    monkeypatch.setattr(ablation, "ways", lambda: made)
    monkeypatch.setattr(ablation, "likely", lambda plane, most: (NOWHERE,))
    found = Ablation()
    found.show(0, plane(), ["A", "B", "C", "D"])
    shares = {share.earned.way.name: (share.read, share.more, share.alone) for share in found.shares()}
    assert shares == {"first": (2, 2, 1), "same": (1, 0, 0), "other": (1, 1, 1), "nothing": (0, 0, 0)}
    assert [earned.wrong for earned in found.earned] == [0, 0, 1, 0]
    assert [len(earned.guessed) for earned in found.earned] == [0, 0, 1, 0]
    assert (found.tried, len(found.missing), found.ceiling()) == (1, 4, 3)


def test_stages_are_not_tried_at_what_zxing_cpp_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ablation, "ways", lambda: (Way("fast", "first", False, giving("AAAA2222")),))
    assert ZXing().read(plane("AAAA2222"))
    found = Ablation()
    found.show(0, plane("AAAA2222"), ["AAAA2222"])
    assert (found.tried, found.missing) == (0, set())
    found.show(1, plane(), [])
    assert (found.tried, found.earned[0].wrong) == (1, 1)


def test_the_stages_have_lines_of_their_own(run: Run, tmp_path: Path) -> None:
    folder = picture_set(tmp_path, {"a.png": [], "b.png": ["BBBB2222"]})
    (folder / "truth.json").write_text('{"a.png": ["NOT-THERE"], "b.png": ["BBBB2222"]}', encoding="utf-8")
    stages = [one for one in records(run("bench", "reading", str(folder), "--stages", "--json")[1]) if "stage" in one]
    assert [one["stage"] for one in stages] == [way.name for way in ways()]
    assert {(one["pictures"], one["missing"], one["read"], one["all_but_this"]) for one in stages} == {(1, 1, 0, 0)}
    assert {one["tier"] for one in stages} == {"fast", "deep"}
    lines = run("bench", "reading", str(folder), "--stages")[1]
    assert sum(line.startswith(("fast ", "deep ")) for line in lines) == len(stages)
