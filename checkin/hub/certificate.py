"""The hub's own certificate: nobody vouches for it, desks know its fingerprint from the invitation."""

import datetime as dt
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from checkin.private import private_folder
from checkin.trouble import Trouble

VALID_FOR = dt.timedelta(days=825)
A_DAY = dt.timedelta(days=1)


def certificate_in(folder: Path, now: dt.datetime, *, is_known: bool = False) -> tuple[Path, Path, bytes]:
    """The files of the certificate and of its key in `folder`, and the fingerprint (SHA-256 of the certificate in DER, 32 bytes).
    The key can be read by its owner alone.

    They are made where neither is there, unless devices know the hub by them already (`is_known`). Trouble if one of the two is
    missing or damaged, or both are that devices know: made anew, they would lock every device out."""
    certificate, key = folder / "hub.crt", folder / "hub.key"
    missing = [one for one in (certificate, key) if not one.exists()]
    if len(missing) == 1 or (missing and is_known):
        raise Trouble("Desks know the hub by its certificate, and {missing} is not there any more. Put back its copy. If none "
                      "is left, start with --new-certificate; every device must then be let in anew.",
                      missing=", ".join(map(str, missing)))  # fmt: skip
    if missing:
        private_folder(folder)
        _make(certificate, key, now)
    made = _read(certificate)
    if made.public_key() != private_key_in(folder).public_key():
        raise Trouble("{certificate} and {key} do not belong together. Put back copies of both, made at one time.",
                      certificate=str(certificate), key=str(key))  # fmt: skip
    return certificate, key, fingerprint(made)


def fingerprint_in(folder: Path) -> bytes | None:
    """The fingerprint of the certificate in `folder`, None if there is none."""
    certificate = folder / "hub.crt"
    return fingerprint(_read(certificate)) if certificate.exists() else None


def set_aside(folder: Path, now: dt.datetime) -> None:
    """Keep what there is of certificate and key under other names, so that new ones are made."""
    for one in (folder / "hub.crt", folder / "hub.key"):
        if one.exists():
            one.rename(one.with_name(now.strftime(f"replaced-%Y%m%dT%H%M%SZ-{one.name}")))


def private_key_in(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The key of the certificate in `folder`. Trouble if there is none that can be used."""
    file = folder / "hub.key"
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise Trouble("There is no {path}. Do this on the hub's own machine.", path=str(file)) from error
    except (OSError, TypeError, ValueError) as error:  # TypeError: it is encrypted
        raise Trouble("The hub's key in {path} cannot be used ({error}). Put back a copy of it and of hub.crt.", path=str(file),
                      error=str(error).partition("\n")[0]) from error  # fmt: skip
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Trouble("The hub's key in {path} is of another kind. Put back a copy of it and of hub.crt.", path=str(file))
    return key


def _read(certificate: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise Trouble("The hub's certificate in {path} cannot be used ({error}). Put back a copy of it.", path=str(certificate),
                      error=str(error).partition("\n")[0]) from error  # fmt: skip


def fingerprint(certificate: x509.Certificate) -> bytes:
    """What desks pin."""
    return certificate.fingerprint(hashes.SHA256())


def _make(certificate: Path, key: Path, now: dt.datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Check-in hub")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        # a desk whose clock is behind is not to be kept out by that
        .not_valid_before(now - 30 * A_DAY).not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ))  # fmt: skip
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
