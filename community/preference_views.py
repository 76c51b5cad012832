"""How a member wants to see the site and what it may write to them; kept with the account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST

from community.answering import member_id
from community.models import Digest, Profile, SensitiveContent, Theme
from community.settings_pages import personal
from limits.checking import spend

# As each language calls itself: who reads only one of them must find it.
LANGUAGE_NAMES = {"ko": "한국어", "en": "English"}


class DisplayForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[(code, LANGUAGE_NAMES.get(code, code)) for code, _name in settings.LANGUAGES],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("After you log in, and in mails."),
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"), choices=Theme.choices, widget=forms.RadioSelect
    )
    sensitive_content = forms.ChoiceField(
        label=gettext_lazy("Sensitive pictures"),
        choices=SensitiveContent.choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Profile
        fields = ("language", "theme", "sensitive_content")


class MailForm(forms.ModelForm):
    digest = forms.ChoiceField(
        label=gettext_lazy("What is new in my subscriptions"),
        choices=Digest.choices,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Profile
        fields = ("digest", "mail_replies", "mail_decisions")
        labels = {
            "mail_replies": gettext_lazy("Replies to my comments, and mentions of me"),
            "mail_decisions": gettext_lazy("What became of my submissions and reports"),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def display_settings(request: HttpRequest) -> HttpResponse:
    """Language, theme and sensitive pictures; afterwards in the language that was chosen."""
    return _settings(request, DisplayForm, "display")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def notification_settings(request: HttpRequest) -> HttpResponse:
    return _settings(request, MailForm, "notifications")


@require_POST
@personal
def choose_theme(request: HttpRequest) -> HttpResponse:
    """The switch of the menu, for a script: `theme` in the form becomes that of the account."""
    theme = request.POST.get("theme", "")
    if theme not in Theme.values:
        return JsonResponse({"error": _("This theme is not known.")}, status=400)
    spend("profile", request)
    Profile.objects.filter(user_id=member_id(request)).update(theme=theme)
    return JsonResponse({"theme": theme})


def _settings(request: HttpRequest, form_class: type[forms.ModelForm], name: str) -> HttpResponse:
    profile = Profile.objects.get(user_id=member_id(request))
    form: Any = form_class(request.POST or None, instance=profile)
    if request.method == "POST":
        spend("profile", request)
        if form.is_valid():
            profile.save(update_fields=list(form.fields))
            return _saved(request, profile)
    template = f"community/settings/{name}.html"
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _saved(request: HttpRequest, profile: Profile) -> HttpResponse:
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name != "me_display":
        messages.success(request, _("Your settings are saved."))
        return redirect(name or "me_settings")
    with override(profile.language):
        messages.success(request, _("Your settings are saved."))
        return redirect(reverse("me_display"))
