"""What curators, moderators and administrators ask and do by the API."""

from __future__ import annotations

from tests.permissions.api_table import Call

API_STAFF: dict[str, Call] = {}
