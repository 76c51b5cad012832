"""All rules."""

from __future__ import annotations

from tests.permissions.accounts import ACCOUNTS
from tests.permissions.engines import ENGINES, WAGTAIL
from tests.permissions.files import FILES
from tests.permissions.moderation import MODERATION
from tests.permissions.personal import PERSONAL
from tests.permissions.public import PUBLIC
from tests.permissions.table import Rule
from tests.permissions.topics import TOPICS

RULES: dict[str, Rule] = {
    **PUBLIC,
    **PERSONAL,
    **ENGINES,
    **ACCOUNTS,
    **MODERATION,
    **TOPICS,
    **FILES,
    **WAGTAIL,
}
