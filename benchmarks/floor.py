"""The floor all pages are compared with: a constant Django view without middleware."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

# As many bytes as the page it is compared with.
BODY = b"x" * int(os.environ.get("FLOOR_BYTES", "5340"))

settings.configure(ALLOWED_HOSTS=["*"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="floor")


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", constant)]
application = get_wsgi_application()
