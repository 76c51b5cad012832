"""Two content security policies: strict for the public, one that Wagtail's admin can live with."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityMiddleware(CSPMiddleware):
    """django-csp with the admin's own policy below `/admin/`."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            # The attribute by which django-csp lets a response bring its own policy.
            vars(response)["_csp_config"] = settings.ADMIN_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)
