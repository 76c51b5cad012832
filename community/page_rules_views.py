"""What members may do on a topic or a picture, for those who decide there."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.log_actions import log
from wagtail.models import Page

from community import moderation_log as actions
from community.comment_policy import policy_of
from community.models import CommentPolicy, PageRules
from community.rights import may_moderate
from pictures.models import PicturePage
from pictures.visibility import INDEX_LEVEL, topic_path
from topics.models import TopicPage


class PageRulesForm(forms.ModelForm):
    class Meta:
        model = PageRules
        fields = ("comments", "takes_submissions", "submission_words")
        widgets = {
            "comments": forms.RadioSelect,
            "submission_words": AdminAutoHeightTextInput(attrs={"rows": 2}),
        }

    def __init__(
        self,
        *args: Any,
        is_topic: bool,
        is_outermost: bool,
        inherited: CommentPolicy,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_topic:
            for name in ("takes_submissions", "submission_words"):
                del self.fields[name]
        above = _("As the topic: %(rule)s") if not is_outermost else _("As everywhere: %(rule)s")
        field = cast(forms.ChoiceField, self.fields["comments"])
        field.choices = [
            ("", above % {"rule": inherited.label}),
            *[choice for choice in CommentPolicy.choices if choice[0]],
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def page_rules(request: HttpRequest, page_id: int) -> HttpResponse:
    """The rules of one page; 404 for pages that have none."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_have_rules(page):
        raise Http404
    if not may_moderate(request.user, page):
        raise PermissionDenied
    rules = PageRules.objects.filter(pk=page.pk).first() or PageRules(page_id=page.pk)
    form = PageRulesForm(
        request.POST or None,
        instance=rules,
        is_topic=isinstance(page, TopicPage),
        is_outermost=page.depth == INDEX_LEVEL + 1,
        inherited=_inherited(page),
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        if form.has_changed():
            log(page, actions.RULES, user=request.user, data={"fields": form.changed_data})
        messages.success(request, _("The rules of “%(title)s” are saved.") % {"title": page.title})
        return redirect(request.path)
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        "form": form,
        "page": page,
        "edit_url": edit_url,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": edit_url, "label": page.title},
            {"url": "", "label": _("Rules for members")},
        ],
    }
    return render(request, "community/moderation/page_rules.html", context)


def may_have_rules(page: Page) -> bool:
    return isinstance(page, TopicPage | PicturePage)


def _inherited(page: Page) -> CommentPolicy:
    """What holds where the page itself says nothing."""
    return policy_of(Page(path=topic_path(page.path)))
