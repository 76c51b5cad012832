"""Signing in, and what belongs to one's account."""

from __future__ import annotations

from tests.permissions.table import BOTH, EVERYONE, GET, MEMBERS, Rule

# A key that is nobody's.
NOBODYS = "L0000000"
NOT_THERE = "00000000"
# A log-in elsewhere that nobody has begun leads to the log-in.
ELSEWHERE = "LLLLLLLL"

ACCOUNTS: dict[str, Rule] = {
    "account_login": BOTH(EVERYONE, EVERYONE),
    "account_logout": BOTH(EVERYONE, EVERYONE),
    "account_signup": BOTH(EVERYONE, EVERYONE),
    "account_inactive": GET(EVERYONE),
    "account_reset_password": BOTH(EVERYONE, EVERYONE),
    "account_reset_password_done": GET(EVERYONE),
    "account_email": BOTH(MEMBERS, MEMBERS),
    "account_change_password": BOTH(MEMBERS, MEMBERS),
    "account_security": GET(MEMBERS),
    "account_delete": BOTH(MEMBERS, MEMBERS),
    "account_tokens": BOTH(MEMBERS, MEMBERS),
    # Nobody in the scene has one.
    "account_token_revoke": BOTH("L0000000", "L0000000").of(lambda s: [1]),
    "account_export": BOTH(MEMBERS, MEMBERS),
    "usersessions_list": BOTH(MEMBERS, MEMBERS),
    "mfa_index": GET(MEMBERS),
    "socialaccount_connections": BOTH(MEMBERS, MEMBERS),
    "account_leaving": BOTH(MEMBERS, MEMBERS),
    "account_undo_departure": BOTH(EVERYONE, EVERYONE).of(lambda s: ["none"]),
    "account_set_password": BOTH(MEMBERS, MEMBERS),
    "account_reauthenticate": BOTH(MEMBERS, MEMBERS),
    "account_email_verification_sent": GET(EVERYONE),
    "account_confirm_email": BOTH(EVERYONE, NOT_THERE).of(lambda s: ["none"]),
    "account_reset_password_from_key": BOTH(EVERYONE, EVERYONE).of(lambda s: ["1", "none"]),
    "account_reset_password_from_key_done": GET(EVERYONE),
    "account_confirm_login_code": BOTH(MEMBERS, MEMBERS),
    "mfa_authenticate": BOTH(MEMBERS, MEMBERS),
    "mfa_reauthenticate": BOTH(MEMBERS, MEMBERS),
    "mfa_activate_totp": BOTH(MEMBERS, MEMBERS),
    # Nobody here has a second step.
    "mfa_deactivate_totp": BOTH(NOBODYS, NOBODYS),
    "mfa_view_recovery_codes": GET(NOBODYS),
    "mfa_generate_recovery_codes": BOTH(MEMBERS, MEMBERS),
    "mfa_download_recovery_codes": GET(NOBODYS),
    "mfa_list_webauthn": GET(MEMBERS),
    "mfa_add_webauthn": BOTH(MEMBERS, MEMBERS),
    "mfa_reauthenticate_webauthn": BOTH(MEMBERS, MEMBERS),
    # Asked for the password before anything is looked up.
    "mfa_remove_webauthn": BOTH(MEMBERS, MEMBERS).of(lambda s: [1]),
    "mfa_edit_webauthn": BOTH(MEMBERS, MEMBERS).of(lambda s: [1]),
    "mfa_login_webauthn": BOTH(MEMBERS, MEMBERS),
    "socialaccount_login_cancelled": GET(EVERYONE),
    "socialaccount_login_error": GET(ELSEWHERE),
    "socialaccount_signup": BOTH(ELSEWHERE, ELSEWHERE),
}
# None is configured here: their addresses lead to an error in words, for everyone.
for provider in ("github", "google", "kakao", "naver"):
    ACCOUNTS[f"{provider}_login"] = BOTH(NOT_THERE, NOT_THERE)
    ACCOUNTS[f"{provider}_callback"] = BOTH(NOT_THERE, NOT_THERE)
ACCOUNTS["google_login_by_token"] = BOTH(NOT_THERE, NOT_THERE)
ACCOUNTS["openid_connect_login"] = BOTH(NOT_THERE, NOT_THERE).of(lambda s: ["oidc"])
ACCOUNTS["openid_connect_callback"] = BOTH(NOT_THERE, NOT_THERE).of(lambda s: ["oidc"])
