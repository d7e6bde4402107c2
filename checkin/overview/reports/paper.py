"""What a report's PDF carries beside its pages: its language, the heads of the journals, and a seal over every byte.

    file     =  the PDF with the sealed text attached || tail
    tail     =  "%checkin-seal 1 " public key " " proof "\\n"
    proof    =  the signature (Ed25519) of SHA-256( the PDF ), or, without a key ("-"), that hash; in hexadecimal

A line that begins with "%" is a comment, which readers of PDF pass over.
"""

import hashlib
import re
import zlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from checkin.overview.reports.heads import MAGIC, NONE, Seal, no_seal, read_seal

_TAIL = re.compile(rb"%checkin-seal 1 ([0-9a-f]{64}|-) ([0-9a-f]{128}|[0-9a-f]{64})\n\Z")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_CATALOGUE = re.compile(rb"(?:^|\n)(\d+) 0 obj\n<<\n/Type /Catalog\n(.*?)>>\nendobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\n<<\n(.*?)>>\nstartxref\n(\d+) *\n%%EOF\n?\Z", re.DOTALL)
MOST_TEXT = 1 << 22


def finished(pdf: bytes, language: str, key: Ed25519PrivateKey | None) -> bytes:
    """A PDF that QPdfWriter wrote, with its language, and the seal over all of it."""
    whole = _with_language(pdf, language)
    digest = hashlib.sha256(whole).digest()
    public = NONE if key is None else key.public_key().public_bytes_raw().hex()
    proof = digest if key is None else key.sign(digest)
    return whole + f"%checkin-seal 1 {public} {proof.hex()}\n".encode()


def read_paper_seal(content: bytes) -> tuple[Seal, bool]:
    """The sealed text attached to a PDF, and whether the seals hold of that text and of every byte. Trouble without one."""
    seal, holds = read_seal(_attached(content))
    tail = _TAIL.search(content)
    return seal, holds and tail is not None and _holds(content[: tail.start()], seal, *tail.groups())


def _holds(whole: bytes, seal: Seal, public: bytes, proof: bytes) -> bool:
    digest = hashlib.sha256(whole).digest()
    if seal.public is None:
        return public.decode() == NONE and proof.decode() == digest.hex()
    try:
        Ed25519PublicKey.from_public_bytes(seal.public).verify(bytes.fromhex(proof.decode()), digest)
    except InvalidSignature:
        return False
    return public.decode() == seal.public.hex()


def _attached(content: bytes) -> str:
    for found in _STREAM.finditer(content):
        text = _unpacked(found[1])
        if text.startswith(MAGIC.encode() + b"\n"):
            return text.decode(errors="replace")
    raise no_seal()


def _unpacked(stream: bytes) -> bytes:
    """The beginning of a stream is looked at first: pictures and fonts are large."""
    if stream.startswith(MAGIC.encode()):
        return stream
    unpacking = zlib.decompressobj()
    try:
        begin = unpacking.decompress(stream, len(MAGIC))
        return begin + unpacking.decompress(unpacking.unconsumed_tail, MOST_TEXT) if begin == MAGIC.encode() else b""
    except zlib.error:
        return b""


def _with_language(pdf: bytes, language: str) -> bytes:
    """Say in which language the text is, and show its title: an update at the end of the file, as PDF 1.4 (3.4.5) has them."""
    catalogue, trailer = _CATALOGUE.search(pdf), _TRAILER.search(pdf)
    if catalogue is None or trailer is None:
        return pdf
    number, entries = catalogue[1], catalogue[2]
    way = b"/R2L" if language == "ar" else b"/L2R"
    more = b"/Lang (" + language.encode() + b")\n/ViewerPreferences << /DisplayDocTitle true /Direction " + way + b" >>\n"
    place = len(pdf)
    update = number + b" 0 obj\n<<\n/Type /Catalog\n" + entries + more + b">>\nendobj\n"
    table = b"xref\n" + number + b" 1\n" + f"{place:010} 00000 n \n".encode()
    tail = b"trailer\n<<\n" + trailer[1] + b"/Prev " + trailer[2] + b"\n>>\nstartxref\n"
    return pdf + update + table + tail + str(place + len(update)).encode() + b"\n%%EOF\n"
