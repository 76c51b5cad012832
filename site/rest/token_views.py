"""The page of one's access tokens: what programs sign in with."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import user_of
from limits.checking import spend
from rest.models import ApiToken
from rest.scopes import Scope
from rest.token_forms import TokenForm
from rest.tokens import MOST, TooManyTokensError, make_token, revoke_token


@never_cache
@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new one. Its answer is the only one that shows the token."""
    form = TokenForm(request.POST or None)
    made = ""
    if request.method == "POST":
        spend("profile", request)
        if form.is_valid() and (made := _make(request, form)):
            form = TokenForm()
    context: dict[str, Any] = {"form": form, "made": made, "tokens": _listed(request)}
    return render(request, "account/tokens.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more; a POST ends the token at once."""
    user = user_of(request)
    token = get_object_or_404(ApiToken.objects.in_force(), user_id=user.pk, pk=pk)
    if request.method != "POST":
        return render(request, "account/token_revoke.html", {"token": token})
    if not revoke_token(user=user, pk=pk):
        raise Http404
    messages.success(request, _("The token does not work any more."))
    return redirect("account_tokens")


def _make(request: HttpRequest, form: TokenForm) -> str:
    said = form.cleaned_data
    try:
        _row, token = make_token(
            user=user_of(request),
            name=said["name"],
            scopes=said["scopes"],
            expires_at=form.expires_at(),
        )
    except TooManyTokensError:
        words = _("You have %(number)s tokens already. Revoke one first.")
        form.add_error(None, words % {"number": MOST})
        return ""
    return token


def _listed(request: HttpRequest) -> list[dict[str, Any]]:
    words = {scope.value: scope.label for scope in Scope}
    return [
        {"row": row, "scopes": [words[name] for name in row.scopes if name in words]}
        for row in ApiToken.objects.in_force().filter(user_id=user_of(request).pk)
    ]
