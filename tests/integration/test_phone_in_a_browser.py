"""The page for phones in a real browser: typed into, watched while scans come, cut off, and looked at from right to left."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from browser import Browser, browser, driver, until
from phone_hub import PIN, Hands, PhoneHub, ScanningDesk, later

pytestmark = pytest.mark.skipif(driver() is None, reason="there is no browser: apt-get install chromium chromium-driver")
NAMES = {"fr": "À l’intérieur", "ar": "الموجودون الآن", "en": "Inside now"}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as one:
        yield one


@pytest.fixture
def hub(tmp_path: Path, window: Browser) -> Iterator[PhoneHub]:
    one = PhoneHub(tmp_path, Hands())
    yield one
    window.go("about:blank")
    one.close()


def entered(window: Browser, hub: PhoneHub, language: str = "en") -> None:
    window.go(f"{hub.address}/phone?lang={language}")
    window.type("#name", "salma berrada")
    window.type("#pin", PIN)
    window.click("main button")
    assert until(lambda: NAMES[language] in window.text("#inside"))


def number(window: Browser) -> str:
    return window.text("#inside .number")


def test_a_supervisor_types_name_and_pin_and_sees_scans_as_they_come(window: Browser, hub: PhoneHub) -> None:
    desk = ScanningDesk(hub)
    window.go(f"{hub.address}/phone?lang=en")
    window.mistakes()
    window.type("#name", "salma berrada")
    window.type("#pin", "9173")
    window.click("main button")
    assert until(lambda: "Wrong name or PIN" in window.text(".trouble"))
    assert window.run("return document.activeElement.id") == "pin", "the name is still there, the PIN is asked for"
    assert "403" in "".join(window.mistakes())
    window.type("#pin", PIN)
    window.click("main button")
    assert until(lambda: number(window) == "0")
    window.run("document.querySelectorAll('details')[1].open = true; scrollTo(0, 300)")
    for person in ("REG-7731", "REG-7732"):
        desk.scan(person)
    assert until(lambda: number(window) == "2")
    assert until(lambda: "Press\n1" in window.text("#category"))
    kept = window.run("return [document.querySelectorAll('details')[1].open, scrollY, location.pathname]")
    assert kept == [True, 300, "/phone"], "nothing was loaded anew"
    assert window.mistakes() == [], "nothing was blocked by the policy, and no script failed"
    assert window.run("return document.cookie") == "", "scripts cannot read who is signed in"
    window.click("footer button")
    assert until(lambda: "Name of the supervisor" in window.text("form"))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_it_fits_a_small_phone_in_every_language(window: Browser, hub: PhoneHub, language: str) -> None:
    desk = ScanningDesk(hub)
    desk.scan("REG-7731")
    desk.report()
    later(hub.clock, minutes=6)
    entered(window, hub, language)
    assert window.run("return getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")
    window.size(360, 640)
    wide = window.run("return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
                      " || e.getBoundingClientRect().left < -1).filter(e => !e.closest('header nav')).map(e => e.outerHTML)")  # fmt: skip
    small = window.run("return [...document.querySelectorAll('a, button, summary')].filter(e => e.offsetHeight < 48)"
                       ".map(e => e.outerHTML)")  # fmt: skip
    used = window.run("return document.fonts.check('700 20px \"Checkin Sans' + arguments[0] + '\"', arguments[1])",
                      " Arabic" if language == "ar" else "", "الآن" if language == "ar" else "now")  # fmt: skip
    window.size(412, 915)
    assert (wide, small, used) == ([], [], True)
    bar = window.run("const b = document.querySelector('#inside .bar'); const r = b.firstChild.getBoundingClientRect();"
                     "return Math.abs(r.right - b.getBoundingClientRect().right) < Math.abs(r.left - b.getBoundingClientRect().left)")  # fmt: skip
    assert bar is (language == "ar"), "bars begin where the language does"


def test_a_lost_connection_is_told_with_the_time_and_made_again(window: Browser, hub: PhoneHub, tmp_path: Path) -> None:
    entered(window, hub)
    assert window.run("return document.getElementById('lost').hidden")
    hub.close()
    assert until(lambda: "No connection to the hub. What you see is as of 10:00:00." in window.text("#lost").replace("\u2068", ""))
    assert number(window) == "0", "the last figures stay"
    again = PhoneHub(tmp_path, hub.clock, port=hub.port)
    try:
        ScanningDesk(again).scan("REG-7731")
        assert until(lambda: number(window) == "1", 25)
        assert window.run("return document.getElementById('lost').hidden")
    finally:
        window.go("about:blank")
        again.close()


def test_whoever_is_no_supervisor_any_more_gets_the_form(window: Browser, hub: PhoneHub) -> None:
    entered(window, hub)
    hub.remove_supervisors()
    assert until(lambda: "Name of the supervisor" in window.text("form"))
    assert window.text("#inside") == ""


def test_without_scripts_the_page_is_whole_and_asks_again_by_itself(hub: PhoneHub, tmp_path: Path) -> None:
    desk = ScanningDesk(hub)
    desk.scan("REG-7731")
    with browser(tmp_path / "plain", javascript=False) as window:
        window.go(f"{hub.address}/phone?lang=en")
        window.type("#name", "salma berrada")
        window.type("#pin", PIN)
        window.click("main button")
        assert until(lambda: number(window) == "1")
        desk.scan("REG-7732")
        began = monotonic()
        assert until(lambda: number(window) == "2", 25)
        assert monotonic() - began > 2, "by loading the page anew, as no script tells it"
        window.go("about:blank")
