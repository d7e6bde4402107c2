"""What is no badge admits nobody: neither pictures without a QR code, nor photographs of other people's codes."""

import csv
import json
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

import negatives
import numpy as np
import pytest
import synthetic

from checkin.domain.registration import Registration
from checkin.domain.rules import Finding
from checkin.scanning.decoder import read_picture
from checkin.scanning.deep import DeepTier
from checkin.scanning.fast import FastTier
from checkin.scanning.opencv import Image, cv2
from checkin.scanning.presence import Presence
from checkin.scanning.reader import Reader, SecondInline, desk_reader
from checkin.scanning.scanner import Eyes
from checkin.scanning.sources import Frame
from data.demo.event import event_text, today
from data.demo.make import COUNT, SEED
from data.demo.people import people
from data.importers.event_file import parse_event
from data.importers.registrations_file import import_registrations
from data.store import Store, open_store

PHOTOS = Path(__file__).parents[3] / "shared/qr/photos"
OF_EACH_KIND = 10

needs_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason=f"no photographs in {PHOTOS}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo's twenty thousand registrations."""
    folder = tmp_path_factory.mktemp("demo")
    store = open_store(folder / "desk.db")
    toml = event_text(today())
    event = parse_event(toml)
    store.store_event(toml, event)
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(field.name for field in fields(Registration))
        rows.writerows(["" if value is None else value for value in astuple(one)] for one in people(SEED, COUNT, event.days))
    import_registrations(store, folder / "people.csv")
    yield store
    store.close()


def film(drawing: negatives.Drawing, seed: int) -> list[Frame]:
    """A second of such a picture in a hand that trembles, five seconds after the one before; half a desk's width and height."""
    painter = synthetic.Painter(200 + seed)
    return shaken(negatives.frame(painter, drawing), painter, 5.0 * seed)


def shaken(plane: Image, painter: synthetic.Painter, began: float) -> list[Frame]:
    frames = []
    for at in (0.0, 0.1, 0.9):
        across, down = painter.chance.uniform(-2, 2, 2)
        moved = cv2.warpAffine(plane, np.array([[0.5, 0, across], [0, 0.5, down]]), (640, 360), flags=cv2.INTER_AREA)
        noisy = np.clip(moved + painter.chance.normal(0, 3, moved.shape), 0, 255).astype(np.uint8)
        frames.append(Frame(cv2.cvtColor(noisy, cv2.COLOR_GRAY2BGR), began + at, len(frames)))
    return frames


def eyes_of(store: Store) -> Eyes:
    """A desk's eyes; their deep tier has less time for each picture, and goes on at the next one with what it did not get to."""
    deep = DeepTier(budget_ms=60)
    return Eyes(Reader(FastTier(), deep, SecondInline(deep)), Presence(), vouched=store.registrations.stands_behind)


@pytest.mark.parametrize("drawing", negatives.DRAWINGS, ids=lambda drawing: drawing.__name__)
def test_nobody_is_told_of_where_there_is_no_qr_code(drawing: negatives.Drawing, demo: Store) -> None:
    eyes = eyes_of(demo)
    looks = [eyes.look(frame) for seed in range(OF_EACH_KIND) for frame in film(drawing, seed)]
    assert [text for look in looks for text in look.fresh] == []
    codes = [code.text for look in looks for code in look.codes]
    assert [text for text in codes if demo.registrations.find_badge(text).finding is Finding.KNOWN] == []


def test_in_the_same_pictures_a_badge_is_told_of(demo: Store) -> None:
    """Or the test before this one would show nothing."""
    badges = [person.badge for _, person in zip(range(OF_EACH_KIND), demo.registrations.some(), strict=False)]
    eyes = eyes_of(demo)
    told = []
    for seed, badge in enumerate(badges):
        painter = synthetic.Painter(200 + seed)
        plane = painter.frame(badge, synthetic.Pose(painter.between(5, 8), painter.between(0, 360), on_frame=[synthetic.blur(1)]))
        told += [text for frame in shaken(plane, painter, 5.0 * seed) for text in eyes.look(frame).fresh]
    assert told == badges


@needs_photos
def test_no_text_in_any_photograph_is_that_of_a_registration(demo: Store) -> None:
    """Doubtful ones too."""
    truth = json.loads((PHOTOS / "truth.json").read_text(encoding="utf-8"))
    reader, texts = desk_reader(threads=False), []
    for name in truth:
        read = read_picture(PHOTOS / name, reader)
        assert read is not None
        texts += read.texts
    assert len(texts) >= 170
    assert [text for text in texts if demo.registrations.find_badge(text).finding is Finding.KNOWN] == []
