"""The page for phones in a real browser: typed into, watched while scans come, cut off, and looked at from right to left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, browser, driver, until
from phone_hub import PIN, Hands, PhoneHub, ScanningDesk, later

from checkin.hub.phone import page

pytestmark = pytest.mark.skipif(driver() is None, reason="there is no browser: apt-get install chromium chromium-driver")
NAMES = {"fr": "À l’intérieur", "ar": "الموجودون الآن", "en": "Inside now"}

WIDE = """return [...document.querySelectorAll('body *')].filter(e => !e.closest('header nav')).filter(e => {
    const place = e.getBoundingClientRect(); return place.right > arguments[0] + 1 || place.left < -1 }).map(e => e.outerHTML)"""
SMALL = "return [...document.querySelectorAll('a, button, summary')].filter(e => e.offsetHeight < 52).map(e => e.outerHTML)"
FONT = """return document.fonts.check('700 20px "Checkin Sans' + arguments[0] + '"', arguments[1])"""
BAR_ENDS_RIGHT = """const bar = document.querySelector('#inside .bar'), part = bar.firstChild.getBoundingClientRect();
    const whole = bar.getBoundingClientRect(); return part.left - whole.left > whole.right - part.right"""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as one:
        yield one


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, window: Browser) -> Iterator[PhoneHub]:
    one = PhoneHub(tmp_path_factory.mktemp("hub"), Hands())
    yield one
    window.go("about:blank")
    one.close()


@pytest.fixture(scope="module")
def desk(hub: PhoneHub) -> ScanningDesk:
    return ScanningDesk(hub)


def entered(window: Browser, hub: PhoneHub, language: str = "en") -> None:
    window.go(f"{hub.address}/phone?lang={language}")
    if window.text("form label"):
        window.type("#name", "salma berrada")
        window.type("#pin", PIN)
        window.click("main button")
    assert until(lambda: NAMES[language] in window.text("#inside"))


def number(window: Browser) -> str:
    return window.text("#inside .number")


def test_a_supervisor_types_name_and_pin_and_sees_scans_as_they_come(window: Browser, hub: PhoneHub, desk: ScanningDesk) -> None:
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
    assert until(lambda: window.text("#category").split()[:4] == ["Press", "1", "Attended", "today"])
    kept = window.run("return [document.querySelectorAll('details')[1].open, scrollY, location.pathname]")
    assert kept == [True, 300, "/phone"], "nothing was loaded anew"
    assert window.mistakes() == [], "nothing was blocked by the policy, and no script failed"
    assert window.run("return document.cookie") == "", "scripts cannot read who is signed in"
    window.click("footer button")
    assert until(lambda: "Name of the supervisor" in window.text("form"))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_it_fits_a_small_phone_in_every_language(window: Browser, hub: PhoneHub, desk: ScanningDesk, language: str) -> None:
    desk.report()
    later(hub.clock, minutes=6)
    entered(window, hub, language)
    assert window.run("return getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")
    window.size(360, 640)
    wide, small = window.run(WIDE, 360), window.run(SMALL)
    used = window.run(FONT, " Arabic", "الآن") if language == "ar" else window.run(FONT, "", "now")
    window.size(412, 915)
    assert (wide, small, used) == ([], [], True)
    assert window.run(BAR_ENDS_RIGHT) is (language == "ar"), "bars begin where the language does"


def test_without_scripts_the_page_is_whole_and_asks_again_by_itself(
    hub: PhoneHub, desk: ScanningDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "AGAIN_S", 1)
    with browser(tmp_path / "plain", javascript=False) as window:
        window.go(f"{hub.address}/phone?lang=en")
        window.type("#name", "salma berrada")
        window.type("#pin", PIN)
        window.click("main button")
        assert until(lambda: number(window) == "2")
        desk.scan("REG-7733")
        assert until(lambda: number(window) == "3")
        window.go("about:blank")


def test_a_lost_connection_is_told_and_made_again_and_whoever_may_not_look_any_more_gets_the_form(
    window: Browser, tmp_path: Path
) -> None:
    hub = PhoneHub(tmp_path, Hands())
    entered(window, hub)
    assert window.run("return document.getElementById('lost').hidden")
    hub.close()
    assert until(lambda: "No connection to the hub. What you see is as of 10:00:00." in window.text("#lost"))
    assert number(window) == "0", "the last figures stay"
    assert window.text("#footing .state") == "", "and are not said to be live"
    again = PhoneHub(tmp_path, hub.clock, port=hub.port)
    try:
        ScanningDesk(again).scan("REG-7731")
        assert until(lambda: number(window) == "1", 25), "it has connected by itself, and is still signed in"
        assert window.run("return document.getElementById('lost').hidden")
        again.remove_supervisors()
        assert until(lambda: "Name of the supervisor" in window.text("form"))
        assert window.text("#inside") == ""
    finally:
        window.go("about:blank")
        again.close()
