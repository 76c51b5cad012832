"""Pages about deleting one's account: asking for it, and changing one's mind."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import departures
from accounts.models import Departure
from accounts.requests import user_of


class DepartureForm(forms.Form):
    """What stays without its author's name; unmarked things go."""

    comments = forms.BooleanField(label=gettext_lazy("Keep my comments"), required=False)
    pictures = forms.BooleanField(label=gettext_lazy("Keep my pictures"), required=False)

    def kept(self) -> list[str]:
        return [name for name, is_kept in self.cleaned_data.items() if is_kept]


@never_cache
@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Explains; a POST, once the password was given, begins the two weeks and logs out."""
    user = user_of(request)
    form = DepartureForm(request.POST if request.method == "POST" else None)
    try:
        departures.refuse_last_superuser(user)
        if request.method != "POST" or not form.is_valid():
            days = departures.GRACE.days
            return render(request, "account/delete.html", {"form": form, "days": days})
        departure = departures.request_departure(
            user, keep=form.kept(), language=get_language() or "ko"
        )
    except departures.LastSuperuserError:
        return render(request, "account/delete.html", {"is_last": True}, status=409)
    logout(request, show_message=False)
    return redirect("account_undo_departure", departures.undo_token(departure))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest) -> HttpResponse:
    """What somebody sees who logs in during the two weeks."""
    departure = Departure.objects.filter(user=user_of(request)).first()
    return _answer(request, departure)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail; it works without logging in."""
    departure = departures.departure_of(token)
    if departure is None:
        return render(request, "account/leaving_over.html", status=410)
    return _answer(request, departure)


def _answer(request: HttpRequest, departure: Departure | None) -> HttpResponse:
    if departure is not None and request.method != "POST":
        return render(request, "account/leaving.html", {"departure": departure})
    if departure is not None and departures.undo_departure(departure.user):
        messages.success(request, _("Your account stays. Good to have you back."))
    return redirect("account_security")
