"""The page after a sign-up elsewhere that told no e-mail: everything on it may be skipped."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import user_of
from community.models import Profile
from community.nicknames import MAX_NICKNAME
from community.profiles import NicknameError, set_nickname
from community.settings_pages import personal
from limits.checking import spend


class WelcomeForm(AddEmailForm):
    nickname = forms.CharField(label=_("Nickname"), max_length=MAX_NICKNAME)
    field_order = ("nickname", "email")

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(profile.user, *args, initial={"nickname": profile.nickname}, **kwargs)
        self.profile = profile
        email = self.fields["email"]
        email.required = False
        email.label = _("E-mail (if you like)")
        email.help_text = _("For comments, submissions and a lost log-in. Nobody else sees it.")

    def clean_email(self) -> str:
        return super().clean_email() if self.cleaned_data.get("email") else ""


@personal
@require_http_methods(["GET", "POST"])
def social_welcome(request: HttpRequest) -> HttpResponse:
    """Take a nickname and an address, or neither, then go where one was going."""
    profile = Profile.objects.select_related("user").get(user=user_of(request))
    then = _where(request)
    form = WelcomeForm(request.POST or None, profile=profile)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect(then)
    context = {"form": form, "next": then}
    return render(request, "community/welcome.html", context)


def _save(request: HttpRequest, form: WelcomeForm) -> bool:
    spend("profile", request)
    nickname = form.cleaned_data["nickname"]
    try:
        if nickname != form.profile.nickname:
            set_nickname(form.profile, nickname)
    except NicknameError as error:
        form.add_error("nickname", str(error))
        return False
    if form.cleaned_data["email"]:
        form.save(request)
    return True


def _where(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    if get_adapter(request).is_safe_url(address):
        return address
    return resolve_url("wagtail_serve", "")
