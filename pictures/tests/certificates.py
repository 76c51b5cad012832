"""A certificate to sign files with, and its authority, made on the spot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Issued = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]
_USES = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")


@cache
def c2pa_settings(name: str = "Gallery") -> dict[str, str]:
    """The setting `C2PA` for a certificate of that name."""
    authority = _issued(f"{name}'s authority", None)
    certificate, key = _issued(name, authority)
    chain = [one.public_bytes(serialization.Encoding.PEM) for one in (certificate, authority[0])]
    return {
        "certificate": b"".join(chain).decode(),
        "private_key": key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        "algorithm": "es256",
        "timestamp_url": "",
    }


def _issued(name: str, authority: Issued | None) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    is_root = authority is None
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        ]
    )
    issuer, issuer_key = (authority[0].subject, authority[1]) if authority else (subject, key)
    uses = dict.fromkeys([*_USES, "encipher_only", "decipher_only"], False)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(is_root, None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, **uses
            ),
            critical=True,
        )
    )
    if not is_root:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purpose, critical=False)
    return builder.sign(issuer_key, hashes.SHA256()), key
