"""OpenID Connect as allauth does it, with every check of the standard switched on.

allauth takes what a provider says over TLS at its word. A provider, or whoever sits in front of it,
may still be wrong: here the token's signature, issuer, audience, age and nonce are checked, and the
answer of the userinfo address must be about the same person.
"""
