"""What everybody may ask by the API."""

from __future__ import annotations

from tests.permissions.api_table import Call
from tests.permissions.table import EVERYONE

API_PUBLIC: dict[str, Call] = {
    "list_pictures": Call(EVERYONE),
}
