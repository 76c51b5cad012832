"""`Idempotency-Key`: a POST that is sent again is done once, and answered as the first time.

    @router.post("pictures/{id}/comments", auth=MEMBER(Scope.ENGAGE))
    @idempotent
    def post_comment(request, …): …

Only what was done is kept, for `KEPT`: whoever was refused changes the request and sends it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rest.authentication import member
from rest.models import KeptAnswer
from rest.problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT = timedelta(days=1)
GIVEN_UP = timedelta(minutes=15)  # whoever worked on it longer than this is gone


def idempotent(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return view(request, *args, **kwargs)
        row, answer = _begin(request, key)
        if row is None:
            return answer
        try:
            result = view(request, *args, **kwargs)
        except BaseException:
            row.delete()
            raise
        request.kept_answer = row  # type: ignore[attr-defined] # `keep` finishes it
        return result

    return once


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Note what a request with a key was answered; called once the answer is written."""
    row: KeptAnswer | None = getattr(request, "kept_answer", None)
    if row is None:
        return
    if response.status_code >= 400:
        row.delete()
        return
    row.status, row.body = response.status_code, response.content.decode()
    row.location = response.get("Location", "")
    row.save(update_fields=["status", "body", "location"])


def _begin(request: HttpRequest, key: str) -> tuple[KeptAnswer | None, HttpResponse | None]:
    """The row to work under, or the answer of the first time."""
    if not 0 < len(key) <= LONGEST or not key.isprintable():
        raise Problem(400, "idempotency_key_invalid")
    user_id, digest, now = member(request).pk, _digest(request), timezone.now()
    old = KeptAnswer.objects.filter(user_id=user_id, key=key)
    old.filter(created_at__lt=now - KEPT).delete()
    old.filter(status=0, created_at__lt=now - GIVEN_UP).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(user_id=user_id, key=key, request_digest=digest), None
    except IntegrityError:
        found = old.first()
    if found is None or not found.status:
        raise Problem(409, "idempotency_key_busy", headers={"Retry-After": "1"})
    if found.request_digest != digest:
        raise Problem(422, "idempotency_key_reused")
    return None, _again(found)


def _again(found: KeptAnswer) -> HttpResponse:
    response = HttpResponse(found.body, status=found.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    response["Cache-Control"] = "private, no-store"
    if found.location:
        response["Location"] = found.location
    return response


def _digest(request: HttpRequest) -> str:
    parts = (request.method or "", request.get_full_path(), request.content_type or "")
    digest = hashlib.sha256("\n".join(parts).encode())
    if request.content_type == "multipart/form-data":
        digest.update(_parts(request))  # boundaries differ each time
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> bytes:
    digest = hashlib.sha256(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.digest()
