"""What organisers write above their columns, in French, Arabic and English; and which of our columns each heading means."""

from collections.abc import Mapping, Sequence

from checkin.domain.folding import fold
from checkin.i18n import phrase
from checkin.trouble import Mistake, Trouble

REQUIRED = ("id", "badge", "name", "category", "status")
OPTIONAL = ("company", "email", "order", "language", "valid_from", "valid_until", "note")
COLUMNS = REQUIRED + OPTIONAL

MAY_BE_LEFT_OUT = ("badge", "status", *OPTIONAL)
"""What an organiser may say is not in the file: badges are then made here, and new registrations are confirmed."""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "registration id", "registration", "registration number", "attendee id", "reference", "ref", "n°", "no",
        "identifiant", "numero d'inscription", "n° inscription", "inscription", "référence", "matricule",
        "رقم التسجيل", "المعرف", "معرف", "الرقم", "رقم",
    ),
    "badge": (
        "badge", "badge code", "badge number", "qr", "qr code", "barcode", "ticket code", "secret", "token",
        "code badge", "n° badge", "numéro de badge", "code qr", "code-barres", "code barre",
        "الشارة", "رقم الشارة", "رمز الشارة", "رمز الاستجابة السريعة", "الباركود",
    ),
    "name": (
        "name", "full name", "attendee name", "attendee", "participant", "visitor",
        "nom complet", "nom et prénom", "prénom et nom", "nom & prénom", "nom prénom", "prénom nom", "nom", "visiteur",
        "الاسم", "الاسم الكامل", "الإسم", "الإسم الكامل", "الاسم واللقب", "المشارك", "اسم المشارك",
    ),
    "category": (
        "category", "type", "attendee type", "ticket type", "ticket", "product",
        "catégorie", "profil", "type de badge", "type de billet", "billet",
        "الفئة", "فئة", "الصنف", "نوع التذكرة", "النوع",
    ),
    "status": (
        "status", "state", "registration status", "payment status",
        "statut", "état", "statut d'inscription",
        "الحالة", "حالة", "حالة التسجيل", "الوضع",
    ),
    "company": (
        "company", "organisation", "organization", "employer", "institution",
        "société", "entreprise", "organisme", "raison sociale", "établissement",
        "الشركة", "المؤسسة", "الجهة", "المنظمة", "الهيئة",
    ),
    "email": (
        "email", "e-mail", "mail", "e-mail address", "email address",
        "courriel", "adresse e-mail", "adresse email", "adresse mail", "adresse électronique",
        "البريد الإلكتروني", "البريد", "الإيميل", "بريد إلكتروني",
    ),
    "order": (
        "order", "order number", "order code", "booking",
        "commande", "n° commande", "numéro de commande", "n° de commande", "réservation",
        "الطلب", "رقم الطلب", "الطلبية", "رقم الحجز",
    ),
    "language": ("language", "lang", "locale", "langue", "اللغة", "لغة"),
    "valid_from": ("valid from", "valid_from", "valable du", "valable à partir du", "valide du", "صالح من", "صالحة من"),
    "valid_until": (
        "valid until", "valid_until", "valid to", "valable jusqu'au", "valable au", "valide jusqu'au", "صالح إلى", "صالحة إلى",
        "صالح حتى",
    ),
    "note": ("note", "notes", "remark", "remarks", "comment", "remarque", "remarques", "commentaire", "ملاحظة", "ملاحظات"),
}  # fmt: skip
"""The one table of headings: another wording is another word here, and nothing else. Case, accents and signs do not matter."""

GIVEN_NAMES = (
    "first name", "firstname", "given name", "given names", "forename", "prénom", "prénoms",
    "الاسم الشخصي", "الإسم الشخصي", "الاسم الأول", "الإسم الأول",
)  # fmt: skip
FAMILY_NAMES = (
    "last name", "lastname", "surname", "family name", "nom de famille",
    "الاسم العائلي", "الإسم العائلي", "اسم العائلة", "اللقب", "النسب", "الكنية",
)  # fmt: skip
HALVES = {"nom": FAMILY_NAMES, "الاسم": GIVEN_NAMES, "الإسم": GIVEN_NAMES}
"""What alone means the whole name, and beside the other half is one half of it."""

JOIN = "+"
"""Between the headings of columns that are one field together: "Prénom+Nom". Their cells are joined by a blank."""

JOINABLE = ("name",)

_MEANT = {fold(word): column for column, words in SYNONYMS.items() for word in words}

Mapped = Mapping[str, str]
"""Our columns, each with the heading it is read from (or several with JOIN between them), or "" where the organiser said that
the file does not have it."""


def parts(wanted: str, headings: Sequence[str]) -> tuple[str, ...]:
    """The headings that `wanted` names: one, or several with JOIN between them; none unless the file has all of them."""
    by_case = {heading.casefold(): heading for heading in reversed(headings)}
    names = [wanted] if wanted.strip().casefold() in by_case else wanted.split(JOIN)
    found = [by_case.get(name.strip().casefold(), "") for name in names]
    return tuple(found) if all(found) else ()


def propose(headings: Sequence[str]) -> dict[str, str]:
    """Our columns, each with the heading that means it. The very name goes before its synonyms; of two synonyms, the one that
    stands earlier in the table."""
    places: dict[str, tuple[int, str]] = {}
    for heading in headings:
        folded = fold(heading)
        column = heading.casefold() if heading.casefold() in COLUMNS else _MEANT.get(folded, "")
        if not column:
            continue
        rank = -1 if heading.casefold() == column else [fold(word) for word in SYNONYMS[column]].index(folded)
        if column not in places or rank < places[column][0]:
            places[column] = (rank, heading)
    found = {column: places[column][1] for column in COLUMNS if column in places}
    if joined := _joined(headings, found.get("name", "")):
        found["name"] = joined
    return {column: found[column] for column in COLUMNS if column in found}


def _joined(headings: Sequence[str], name: str) -> str:
    """First and last name where each has a column of its own and no column has the whole `name`; else ""."""
    by_fold = {fold(heading): heading for heading in reversed(headings)}
    half = next((words for word, words in HALVES.items() if fold(word) == fold(name)), ())
    if name and not half:
        return ""
    given, family = (
        next((by_fold[fold(word)] for word in words if fold(word) in by_fold), name if half is words else "")
        for words in (GIVEN_NAMES, FAMILY_NAMES)
    )
    return JOIN.join((given, family)) if given and family else ""


def edited(mapped: Mapped, said: Mapped, headings: Sequence[str]) -> dict[str, str]:
    """`mapped` with what an organiser said in its place. Trouble for a column or heading that there is not."""
    mistakes = []
    found = dict(mapped)
    for column, wanted in said.items():
        taken = parts(wanted, headings)
        if column not in COLUMNS:
            mistakes.append(Mistake(0, column, phrase("there is no such field; known: {known}", known=", ".join(COLUMNS))))
        elif not taken and wanted.strip():
            known = ", ".join(f'"{one}"' for one in headings)
            mistakes.append(
                Mistake(0, column, phrase('the file has no column "{heading}"; it has: {known}', heading=wanted, known=known))
            )
        elif not taken and column not in MAY_BE_LEFT_OUT:
            mistakes.append(Mistake(0, column, phrase("this field cannot be left out")))
        elif len(taken) > 1 and column not in JOINABLE:
            mistakes.append(Mistake(0, column, phrase("only the name can be joined from several columns")))
        else:
            # A heading feeds one field: what was proposed for it gives way.
            found = {one: kept for one, kept in found.items() if one in said or not set(parts(kept, headings)) & set(taken)}
            found[column] = JOIN.join(taken)
    if mistakes:
        raise Trouble("The columns cannot be read as you said. Nothing was changed.", mistakes=mistakes)
    return found
