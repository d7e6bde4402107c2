"""Whether two names could be one person's: asked before somebody is registered a second time."""

from enum import IntEnum

from checkin.domain.folding import fold
from checkin.domain.sounding import is_arabic, name_sound, sounds

LEAST_LETTERS = 4
"""Words that are both shorter are other words as soon as one letter differs: Ali and Adi."""

SHORT = 2
"""Words of so few letters, as articles and initials, may be missing or other."""

LEAST_CONSONANTS, LEAST_ACROSS_SCRIPTS = 4, 2
"""So many consonants must sound the same: Mohammed and Muhammad, but not Samir and Samar; across scripts the vowels are not there
to be compared."""


class Likeness(IntEnum):
    """How like two people are, the likest first."""

    SAME_HERE = 0
    SAME = 1
    NEAR_HERE = 2
    NEAR = 3


def likeness(name: str, company: str, other_name: str, other_company: str) -> Likeness | None:
    """How like two people are, None where they are not. HERE: they are of the same company.

    SAME: the same words in any order, or the same letters. NEAR: the same letters but for one slip of the pen, other words made
    of them; or the sound of the other in Arabic; or every word of the shorter name, beside articles and initials, has one of its
    own in the longer, the same but for one slip, or of the same sound, and a single word is enough only if it is both names
    whole, or the company is the same. Compared folded.
    """
    ours, theirs = fold(name).split(), fold(other_name).split()
    here = bool(fold(company)) and fold(company) == fold(other_company)
    if sorted(ours) == sorted(theirs) or "".join(ours) == "".join(theirs):
        return Likeness.SAME_HERE if here else Likeness.SAME
    shorter, longer = sorted((_telling(ours), _telling(theirs)), key=len)
    enough = len(shorter) > 1 or len(longer) == 1 or here
    apart = len(ours) != len(theirs) and one_slip_apart("".join(ours), "".join(theirs))
    near = apart or _is_the_other_in_arabic(ours, theirs)
    if near or (shorter and enough and _each_has_its_own(shorter, longer)):
        return Likeness.NEAR_HERE if here else Likeness.NEAR
    return None


def _telling(words: list[str]) -> list[str]:
    """The words that tell a name from another: without articles and initials, unless there is nothing else."""
    return [word for word in words if len(word) > SHORT] or words


def _each_has_its_own(words: list[str], others: list[str]) -> bool:
    left, misspelt = list(others), []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            misspelt.append(word)
    for word in misspelt:
        meant = next((one for one in left if one_slip_apart(word, one) or sound_alike(word, one)), None)
        if meant is None:
            return False
        left.remove(meant)
    return True


def _is_the_other_in_arabic(ours: list[str], theirs: list[str]) -> bool:
    return any(map(is_arabic, ours)) != any(map(is_arabic, theirs)) and name_sound(ours) == name_sound(theirs)


def sound_alike(one: str, other: str) -> bool:
    """Whether two words sound the same, as far as that tells one name from another."""
    least = LEAST_CONSONANTS if is_arabic(one) == is_arabic(other) else LEAST_ACROSS_SCRIPTS
    return any(len(key) >= least for key in sounds(one) & sounds(other))


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, make the one word of the other."""
    if max(len(one), len(other)) < LEAST_LETTERS or min(len(one), len(other)) <= SHORT:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])
