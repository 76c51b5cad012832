"""Who is banned, for how long and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets import AdminDateTimeInput

from community.banning import ban, check_may_ban, unban
from community.models import Ban, Decision, ReasonTemplate
from community.moderation_reasons import LONGEST, Reason
from community.moderation_scope import decider, decides_everywhere

PAGE = 50


class BanForm(forms.Form):
    """Until when, why, and whether their page goes too."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Reason"),
        queryset=ReasonTemplate.objects.filter(use__in=["", "person"]),
        required=False,
        empty_label=gettext_lazy("In my own words"),
    )
    reason = forms.CharField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The member reads it whenever they try to take part."),
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Empty: for good."),
    )
    hides_profile = forms.BooleanField(
        label=gettext_lazy("Hide their page meanwhile"), required=False
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise ValidationError(_("This moment is over."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("template") and not data.get("reason", "").strip():
            raise ValidationError(_("Say why: the member reads it."))
        return data


@require_safe
def ban_list(request: HttpRequest) -> HttpResponse:
    """Bans in force, the latest first, and those that are over."""
    if not decides_everywhere(decider(request)):
        raise PermissionDenied
    rows = Ban.objects.select_related("user__profile", "banned_by").order_by("-created_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "now": timezone.now(), "breadcrumbs_items": _crumbs(_("Bans"))}
    return render(request, "community/moderation/bans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ban_member(request: HttpRequest, user_id: int) -> HttpResponse:
    """The form of one ban, new or to be changed."""
    member = get_object_or_404(get_user_model().objects.select_related("profile"), pk=user_id)
    check_may_ban(decider(request), member)
    row = Ban.objects.filter(user=member).first()
    form = BanForm(
        request.POST or None,
        initial={
            "reason": row.reason if row else "",
            "until": row.until if row else None,
            "hides_profile": row.hides_profile if row else False,
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        step = ban(
            member,
            by=decider(request),
            reason=Reason(data["reason"], data["template"]),
            until=data["until"],
            hides_profile=data["hides_profile"],
        )
        _remember(request, "ban", step)
        messages.success(request, _("%(name)s is banned.") % {"name": member.shown_name()})
        return redirect("moderation:bans")
    context = {
        "form": form,
        "member": member,
        "ban": row,
        "breadcrumbs_items": _crumbs(member.shown_name()),
    }
    return render(request, "community/moderation/ban.html", context)


@require_POST
def lift_ban(request: HttpRequest, user_id: int) -> HttpResponse:
    member = get_object_or_404(get_user_model(), pk=user_id)
    _remember(request, "unban", unban(member, by=decider(request)))
    messages.success(request, _("%(name)s may take part again.") % {"name": member.shown_name()})
    return redirect("moderation:bans")


def _remember(request: HttpRequest, action: str, step: dict[str, Any] | None) -> None:
    """So that it can be undone from the moderation area like everything else."""
    if step is not None:
        Decision.objects.create(
            by=decider(request), action=action, steps=[step], made_at=timezone.now()
        )


def _crumbs(last: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("moderation:index"), "label": _("Moderation")},
        {"url": reverse("moderation:bans"), "label": _("Bans")},
        *([{"url": "", "label": last}] if last != _("Bans") else []),
    ]
