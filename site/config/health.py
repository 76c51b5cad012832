"""Probes, answered before host check, redirect to HTTPS and session."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


class HealthMiddleware:
    """`/livez`: the process answers. `/readyz`: it can serve pages, if need be without a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/livez":
            return _answer({"process": "ok"})
        if request.path_info == "/readyz":
            return _answer({"database": database_state()}, {"cache": cache_state()})
        return self.get_response(request)


def _answer(needed: dict[str, str], useful: dict[str, str] | None = None) -> JsonResponse:
    """503 only where something `needed` is missing: whatever else is makes the site slower."""
    checks = needed | (useful or {})
    serves = all(state == "ok" for state in needed.values())
    is_whole = all(state == "ok" for state in checks.values())
    status = "ok" if is_whole else "degraded" if serves else "unavailable"
    response = JsonResponse({"status": status, **checks}, status=200 if serves else 503)
    response["Cache-Control"] = "no-store"
    return response


def database_state() -> str:
    """`ok`, `unreachable`, or `migrations missing`."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return "migrations missing" if plan else "ok"


def cache_state() -> str:
    """`ok` or `unreachable`."""
    try:
        cache.set("readyz", 1, 5)
        return "ok" if cache.get("readyz") == 1 else "unreachable"
    except Exception:  # noqa: BLE001 - each cache library has errors of its own
        return "unreachable"
