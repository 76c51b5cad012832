"""A decision in Wagtail's editor is sent once.

Its buttons put the decision into the form as hidden fields, which the autosave takes for a change:
it sends the form a second time, beside the first. The second one, begun while the page was a draft,
can write that draft over the page that the first has just published; the page is then offline while
everything else says that it is public. Such a request is refused before anything is read of it.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_edit_page")
def refuse_autosaved_decision(request: HttpRequest, page: Page) -> JsonResponse | None:
    is_autosave = request.method == "POST" and not request.accepts("text/html")
    if not is_autosave or "action-workflow-action" not in request.POST:
        return None
    answer = {
        "success": False,
        "error_code": "decision_under_way",
        "error_message": _("The decision is being stored."),
    }
    return JsonResponse(answer, status=400)
