"""When an account elsewhere is the account here: never by an e-mail address that is only said."""

from __future__ import annotations

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin

from accounts.models import User

# Services that tell of each address whether they have checked it. Naver does not.
TELLING = {"google", "github", "kakao", "oidc"}


def judge_addresses(login: SocialLogin) -> None:
    """Take back "verified" where the service has not said so itself."""
    service = login.account.provider
    told = login.account.extra_data
    for address in login.email_addresses:
        verified = address.verified is True and service in TELLING
        if service == "kakao":  # an address may have gone over to somebody else's account there
            verified = verified and told.get("kakao_account", {}).get("is_email_valid") is True
        address.verified = verified


def owner(login: SocialLogin) -> tuple[User, str] | None:
    """Whose address this is, verified there and here; and the address."""
    for address in login.email_addresses:
        if not address.verified or not address.email.isascii():
            continue
        found = EmailAddress.objects.filter(email=address.email.lower(), verified=True)
        users = [each.user for each in found.select_related("user")]
        if len(users) == 1:
            return users[0], address.email
    return None


def may_link(user: User, login: SocialLogin) -> bool:
    """Whether the address alone is enough.

    Not for accounts that open the admin, and not where another account of the same service is
    connected already: the address may have been given to somebody else there.
    """
    if not user.is_active or user.is_staff or user.has_perm("wagtailadmin.access_admin"):
        return False
    there = SocialAccount.objects.filter(user_id=user.pk, provider=login.account.provider)
    return not there.exists()


def drop_taken_addresses(login: SocialLogin) -> None:
    """A new account does not take along an unverified address that somebody here uses."""
    login.email_addresses = [
        address
        for address in login.email_addresses
        if address.verified or not filter_users_by_email(address.email)
    ]
    if login.user.email and login.user.email not in {each.email for each in login.email_addresses}:
        login.user.email = ""
