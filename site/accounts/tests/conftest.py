"""A provider that fails on demand, offered by the site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts import social_session
from accounts.tests.scripted_provider import ScriptedProvider, running_provider
from accounts.tests.social_cast import offer


@pytest.fixture
def provider(settings, monkeypatch) -> Iterator[ScriptedProvider]:
    monkeypatch.setattr(social_session, "READ", 0.4)
    monkeypatch.setattr(social_session, "WHOLE", 1.0)
    with running_provider() as provider:
        offer(settings, provider.address)
        yield provider
