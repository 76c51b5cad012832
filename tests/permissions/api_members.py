"""What members ask and do by the API."""

from __future__ import annotations

from tests.permissions.api_table import Call

API_MEMBERS: dict[str, Call] = {}
