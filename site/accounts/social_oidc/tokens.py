"""Reads an identity token, and believes it only if everything about it is right."""

from __future__ import annotations

import secrets
from typing import Any

import jwt

ALGORITHMS = frozenset(
    "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA".split()
)  # no "none", and no secret that a public key could be taken for
LEEWAY = 60  # seconds that clocks may be apart
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


class TokenError(Exception):
    """This token proves nothing; `str()` says why, for the log."""


def read_token(
    token: str, *, keys: dict[str, Any], issuer: str, audience: str, nonce: str
) -> dict[str, Any]:
    """The claims of `token`. `keys` is the provider's JWKS of this moment. Raises TokenError."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg", "")
        if algorithm not in ALGORITHMS:
            raise TokenError(f"signed with {algorithm!r}")
        claims = jwt.decode(
            token,
            _key(keys, header),
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokenError(f"{type(error).__name__}: {error}") from error
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise TokenError("the nonce of another log-in")
    if claims.get("azp", audience) != audience:
        raise TokenError("made for another client")
    return claims


def _key(keys: dict[str, Any], header: dict[str, Any]) -> Any:
    """The provider's key of that name; without a name, its only one."""
    usable = [
        key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")
    ]
    wanted = header.get("kid")
    found = [key for key in usable if wanted is None or key.key_id == wanted]
    if len(found) != 1:
        raise TokenError(f"{len(found)} keys are called {wanted!r}")
    return found[0].key
