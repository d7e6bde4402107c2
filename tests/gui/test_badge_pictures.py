"""Badges beside pictures that a person has looked at and approved, and names of every kind that must stay in their boxes.

A picture is made anew, to be looked at and committed with the change that altered it, by
    PYTHONPATH=. python tests/gui/test_badge_pictures.py
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from checkin.badges.layout import Area, Box, Code, Side, Template, Text
from checkin.domain.event import Event
from checkin.domain.registration import Registration
from data.badge_templates import shipped, template_names
from data.importers.event_file import read_event
from ui.badges.face import Faces
from ui.badges.lettering import LONGEST, plain, settle
from ui.badges.render import drawing, picture

PICTURES = Path(__file__).parents[1] / "pictures"
EVENT: Event = read_event(Path(__file__).parents[1] / "examples" / "event.toml")[1]
DPI = 100.0
LOOK_DPI = 150.0
MOST_DIFFERENT = 0.004
"""The part of the pixels that may differ clearly: another machine smooths the edges of letters a little differently."""

AMINA = Registration("R-1", "Amina El Fassi", "professional", "7K3MQ2ZXW4HTB9NC", "Agence Urbaine de Casablanca", language="fr")
APPROVED = {
    "arabic": Registration(
        "R-2", "محمد عبد الرحمن الإدريسي", "speaker", "P9XW3VJ4KQ7M2TRD", "اتصالات المغرب", language="ar"
    ),
    "chinese": Registration("R-3", "欧阳晓明", "public", "ZT5H8NCW2QJ6XKV3", "上海市城市规划设计研究院", language="en"),
    "long": Registration(
        "R-4", "Maximiliane-Alexandra Freifrau von Ashworth-Kavanagh de La Fontaine y Nuñez-Østergård", "professional",
        "M4B7RQX9TJ2WKHC6", "Fédération internationale des collectivités territoriales", language="fr",
    ),
}  # fmt: skip
SHOWN = [(template, person, side) for template in ("card", "a6") for person in APPROVED for side in Side
         if shipped(template).elements(side) and (side is Side.FRONT or person == "arabic")]  # fmt: skip


def face(template: str, person: str, side: Side) -> QImage:
    image = picture(Faces(EVENT, shipped(template)), APPROVED[person], side, DPI)
    opaque = QImage(image.size(), QImage.Format.Format_RGB888)
    opaque.fill(QColor("white"))
    with QPainter(opaque) as painter:
        painter.drawImage(0, 0, image)
    return opaque


def pixels(image: QImage) -> np.ndarray:
    plain_image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain_image.constBits(), np.uint8).reshape(plain_image.height(), plain_image.bytesPerLine())
    return rows[:, : plain_image.width() * 3].astype(int)


def file_of(template: str, person: str, side: Side) -> Path:
    return PICTURES / f"badge-{template}-{person}-{side}.png"


def difference(one: np.ndarray, other: np.ndarray) -> float:
    return float((np.abs(one - other) > 64).mean())


@pytest.mark.parametrize(("template", "person", "side"), SHOWN)
def test_a_face_looks_as_it_was_approved(qapp: QApplication, template: str, person: str, side: Side) -> None:
    approved, drawn = pixels(QImage(str(file_of(template, person, side)))), pixels(face(template, person, side))
    assert approved.shape == drawn.shape
    assert difference(approved, drawn) < MOST_DIFFERENT


def test_a_name_whose_letters_are_not_joined_would_be_noticed(qapp: QApplication) -> None:
    approved = pixels(QImage(str(file_of("card", "arabic", Side.FRONT))))
    apart = replace(APPROVED["arabic"], name="\u200c".join(APPROVED["arabic"].name))
    image = picture(Faces(EVENT, shipped("card")), apart, dpi=DPI)
    assert difference(approved, pixels(image)) > 2 * MOST_DIFFERENT


ODD = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text(alphabet="محمدعبدالرحمنيچپ ًٌٍَُِّْ\u0670\u06d6", min_size=1, max_size=80),
    st.text(alphabet="欧阳晓明張偉李 W", min_size=1, max_size=90),
    st.text(alphabet="Ẵjgq̸̶Wfy \u0301\u0328\u0489\u0316", min_size=1, max_size=90),
    st.text(alphabet="WMÅ", min_size=100, max_size=500),
    st.text(alphabet="ab\u202e\u202d\u2066\u2069\u200f\u200e\u2028\u2029\n\t\0 ", max_size=40),
)


@cache
def stage(name: str) -> tuple[Template, Faces]:
    """A template with nothing on it but its texts about the person."""
    template = shipped(name)
    front = tuple(one for one in template.front if not isinstance(one, Area | Code))
    bare = replace(template, front=front)
    return bare, Faces(EVENT, bare)


def inked_outside(image: QImage, boxes: list[Box], dpi: float) -> list[tuple[float, float]]:
    """Where something is drawn outside the boxes, in millimetres, but for the smooth edge of one pixel."""
    dark = pixels(image).reshape(image.height(), image.width(), 3).min(axis=2) < 200
    for box in boxes:
        left, top, right, bottom = (side / 25.4 * dpi for side in (box.x, box.y, box.right, box.bottom))
        dark[max(0, int(top) - 1) : int(bottom) + 2, max(0, int(left) - 1) : int(right) + 2] = False
    return [(x / dpi * 25.4, y / dpi * 25.4) for y, x in np.argwhere(dark)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=ODD, company=ODD, order=ODD)
@pytest.mark.parametrize("template", ["card", "a6", "avery-l4784"])
def test_no_text_leaves_its_box_whatever_it_is(qapp: QApplication, template: str, name: str, company: str, order: str) -> None:
    bare, faces = stage(template)
    person = Registration(order, name, "speaker", "7K3MQ2ZXW4HTB9NC", company, language="ar")
    image = QImage(round(bare.width / 25.4 * LOOK_DPI), round(bare.height / 25.4 * LOOK_DPI), QImage.Format.Format_RGB888)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.scale(LOOK_DPI / 25.4, LOOK_DPI / 25.4)
        faces.draw(painter, person)
    assert inked_outside(image, [one.box for one in bare.front], LOOK_DPI) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=ODD)
def test_a_name_is_whole_on_the_badge_or_ends_in_an_ellipsis(qapp: QApplication, name: str) -> None:
    spec = next(one for one in shipped("card").front if isinstance(one, Text) and one.bold)
    shown = settle(plain(name), spec)
    if shown is None:
        assert not plain(name)
        return
    layout = shown.layout
    last = layout.lineAt(layout.lineCount() - 1)
    assert last.textStart() + last.textLength() == len(layout.text().encode("utf-16-le")) // 2
    assert layout.text() == plain(name) or layout.text().endswith("…")


@pytest.mark.parametrize(
    ("name", "rows", "least"), [("Amina El Fassi", 2, 6.0), ("W" * 12, 2, 3.4), ("محمد", 1, 7.4), ("欧阳" * 12, 3, 3.4)]
)
def test_a_name_is_as_large_as_its_box_lets_it_be(qapp: QApplication, name: str, rows: int, least: float) -> None:
    shown = settle(name, next(one for one in shipped("card").front if isinstance(one, Text) and one.bold))
    assert shown is not None
    assert shown.layout.lineCount() <= rows
    assert shown.size_mm >= least


def test_what_nobody_could_read_is_left_out_and_said_to_be() -> None:
    assert plain("  Amina\n\t El\u2028Fassi\0 ") == "Amina El Fassi"
    assert plain("x" * (LONGEST + 1)) == "x" * LONGEST + "…"


@pytest.mark.parametrize("template", template_names())
def test_every_template_has_the_persons_own_name_on_it(qapp: QApplication, template: str) -> None:
    faces = Faces(EVENT, shipped(template))
    assert picture(faces, AMINA) != picture(faces, replace(AMINA, name="Youssef Benali"))


def test_both_languages_of_a_category_have_one_size(qapp: QApplication) -> None:
    spec = next(one for one in shipped("card").front if isinstance(one, Text) and one.languages)
    faces = Faces(EVENT, shipped("card"))
    both = faces._settled(spec, "fr", EVENT.categories["professional"])
    assert len(both) == 2
    assert both[0].size_mm == both[1].size_mm
    assert both[0].layout.text() == "PROFESSIONNEL"


@pytest.mark.parametrize("name", ["محمد عبد الرحمن الإدريسي", "علي", "نجيب ياسين", "مُحَمَّدٌ", "Ǟṩ̌g", "张伟"])
def test_no_dot_and_no_mark_of_a_name_is_cut_off(qapp: QApplication, name: str) -> None:
    for spec in (one for one in shipped("card").front if isinstance(one, Text)):
        lettering = settle(plain(name), spec)
        assert lettering is not None
        tops, bottoms = [], []
        for run in lettering.layout.glyphRuns():
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                ink = run.rawFont().pathForGlyph(glyph).boundingRect().translated(place + lettering.place)
                if not ink.isEmpty():
                    tops.append(ink.top())
                    bottoms.append(ink.bottom())
        assert min(tops) >= lettering.clip.top()
        assert max(bottoms) <= lettering.clip.bottom()


if __name__ == "__main__":
    application = drawing()
    PICTURES.mkdir(exist_ok=True)
    for shown_template, shown_person, shown_side in SHOWN:
        face(shown_template, shown_person, shown_side).save(str(file_of(shown_template, shown_person, shown_side)))
