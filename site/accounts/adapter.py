"""Where people land after log-in and log-out."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Keeps people in the language of the page they came from."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/en/" if getattr(request, "LANGUAGE_CODE", "ko") == "en" else "/"

    get_signup_redirect_url = get_login_redirect_url
    get_logout_redirect_url = get_login_redirect_url
