"""All rules of operations."""

from __future__ import annotations

from tests.permissions.api_members import API_MEMBERS
from tests.permissions.api_public import API_PUBLIC
from tests.permissions.api_staff import API_STAFF
from tests.permissions.api_table import Call

API_RULES: dict[str, Call] = {**API_PUBLIC, **API_MEMBERS, **API_STAFF}
