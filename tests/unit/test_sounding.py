"""Names that are said alike share a key, in whichever script and spelling."""

import pytest

from checkin.domain.folding import fold
from checkin.domain.sounding import glued, name_sound, sound, sounds, spoken, units


def keys(name: str) -> frozenset[str]:
    return sounds(fold(name))


@pytest.mark.parametrize(
    "spellings",
    [
        ("محمد", "Mohamed", "Muhammad", "Mohammed", "Mohamad"), ("الإدريسي", "Idrissi", "idrisi", "El-Idrissi", "Elidrissi"),
        ("العمراني", "Amrani", "ElAmrani", "Lamrani"), ("الشرقاوي", "Cherkaoui", "Sherkawi", "Charqaoui"),
        ("الوزاني", "Ouazzani", "Wazzani"), ("يوسف", "Youssef", "Yusuf", "Iousef"), ("خديجة", "Khadija", "Khadidja"),
        ("غيثة", "Ghita", "Guita"), ("عبدالعزيز", "Abdelaziz", "Abdulaziz"), ("عبدالله", "Abdellah", "Abdallah", "Abdoulah"),
        ("عبدالرحمن", "Abderrahmane", "Abdelrahman"), ("نورالدين", "Noureddine", "Nouredine"), ("الزهراء", "Zahra", "Ezzahra"),
        ("السعدي", "Saadi", "Essaadi"), ("الشريف", "Cherif", "Echcherif", "Sharif"), ("فاطمة", "Fatima", "Fatimah"),
        ("طه", "Taha"), ("صلاح", "Salah"), ("يحيى", "Yahya"), ("سعاد", "Souad"), ("قاسم", "Kacem", "Qasem", "Gassem"),
        ("عثمان", "Othmane", "Otman"), ("الياس", "Elias", "Ilyass"), ("بيار", "Pierre"), ("فيكتور", "Victor"),
        ("جورج", "George", "Jorj"), ("فيليكس", "Félix"), ("جمال", "Djamal", "Jamal"), ("وفاء", "Wafaa", "Ouafae"),
    ],
    ids=lambda spellings: spellings[1],
)  # fmt: skip
def test_all_spellings_of_a_name_share_a_key(spellings: tuple[str, ...]) -> None:
    first, *others = spellings
    assert [other for other in others if not keys(first) & keys(other.replace("-", ""))] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Karim", "Salim"), ("Omar", "Meryem"), ("Hicham", "Hakim"), ("Khadija", "Hadija"), ("علي", "عمر"), ("Yves", "Youssef")],
)
def test_names_that_sound_otherwise_have_other_keys(one: str, other: str) -> None:
    assert not keys(one) & keys(other)


@pytest.mark.parametrize("word", ["张伟", "доможиров", "ə", "", "12"])
def test_what_is_neither_latin_nor_arabic_has_no_key(word: str) -> None:
    assert (sound(word), sounds(word), spoken(word)) == ("", frozenset(), "")


def test_the_spoken_form_keeps_the_vowels_that_are_written() -> None:
    assert [spoken(word) for word in ("cherkaoui", "شرقاوي", "youssef", "ouazzani", "wafaa")] == [
        "Sirkaui", "Srkaui", "yusif", "wazani", "wafa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "together"),
    [
        ("El Amrani Youssef", ["elamrani"]), ("Youssef Benali", []), ("Jean de La Fontaine", ["delafontaine", "lafontaine"]),
        ("O'Brien", ["obrien"]), ("Nour Eddine Alami", ["noureddine"]), ("عبد الرحمن الخطيب", ["عبدالرحمن"]), ("", []),
        ("J. R. Tazi", ["jrtazi", "rtazi"]), ("م علي", []),
    ],
)  # fmt: skip
def test_words_said_in_one_breath_are_also_written_together(name: str, together: list[str]) -> None:
    assert glued(fold(name).split()) == together


def test_units_keep_every_word() -> None:
    assert units(["el", "amrani", "youssef"]) == [("el", "amrani"), ("youssef",)]


@pytest.mark.parametrize(
    "names",
    [
        ("El Amrani Youssef", "Youssef Amrani", "يوسف العمراني"), ("عبد الله الخطيب", "Abdellah Khatib", "Abd Allah El Khatib"),
        ("Fatima-Zahra Tazi", "فاطمة الزهراء التازي", "Tazi Fatima Ezzahra"), ("Abdel Rahman", "عبد الرحمن", "Abderrahmane"),
        ("نور الدين", "Nour-Eddine", "Noureddine"),
    ],
    ids=lambda names: names[0],
)  # fmt: skip
def test_a_whole_name_sounds_the_same_in_any_order_and_script(names: tuple[str, ...]) -> None:
    assert len({name_sound(fold(name).split()) for name in names}) == 1
