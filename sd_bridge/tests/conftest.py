"""An engine to ask, and generations in whatever state a test needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages

from sd_bridge import attending, running
from sd_bridge.demo_webui.testing import running_demo_webui
from sd_bridge.models import Generation
from sd_bridge.tests.demo_client import Client
from sd_bridge.tests.panel_client import Panel
from sd_bridge.tests.scripted_engine import ScriptedEngine, encoded, png, running_engine

REQUEST: dict[str, Any] = {
    "prompt": "a lighthouse on a cliff, oil painting",
    "format": "square",
    "width": 64,
    "height": 64,
    "count": 1,
    "steps": 2,
    "cfg_scale": 7.0,
    "sampler": "Euler a",
}


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Nothing waits as long as it would in earnest."""
    monkeypatch.setattr(attending, "TICK", 0.02)


@pytest.fixture
def engine(settings, impatient, monkeypatch, tmp_path) -> Iterator[ScriptedEngine]:
    """The only engine, called `webui`; private files go to a folder of the test's own."""
    # The storage that the models' fields hold, not another one under its name.
    monkeypatch.setattr(storages["private"], "location", str(tmp_path / "private"))
    with running_engine() as server:
        settings.SD_ENGINES = {"webui": server.url}
        yield server


@pytest.fixture
def queue() -> Callable[..., Generation]:
    """Put a generation into the queue, past the checks: `queue(prompt="…", page=topic)`."""

    def put(**more: Any) -> Generation:
        return Generation.objects.create(**{"engine": "webui", **REQUEST, **more})

    return put


@pytest.fixture
def private_files(tmp_path) -> Callable[[], list[str]]:
    """The names of all private files there are."""

    def names() -> list[str]:
        folder = tmp_path / "private"
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())

    return names


@pytest.fixture
def panel(client, ana) -> Panel:
    client.force_login(ana)
    return Panel(client)


@pytest.fixture
def done(engine, queue, ana, topic) -> Generation:
    """Three results in a topic's tray."""
    engine.images = [encoded(png(colour)) for colour in ("teal", "navy", "coral")]
    queue(requested_by=ana, page=topic, count=3)
    return running.run_oldest()


@pytest.fixture
def stranger(django_user_model):
    """May generate and enter the admin, but edits no page."""
    user = django_user_model.objects.create_user("sam", "sam@example.com", "sam")
    user.user_permissions.set(Permission.objects.filter(codename__in=["generate", "access_admin"]))
    return user


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    """A demo server of one's module, for tests that leave it as it was."""
    with running_demo_webui() as url:
        yield Client(url)


@pytest.fixture(scope="module")
def guarded() -> Iterator[Client]:
    """One that asks for a password."""
    with running_demo_webui(auth="editor:s3cret,second:pässword") as url:
        yield Client(url)


@pytest.fixture
def fresh() -> Iterator[Client]:
    """A server of one's own, for tests that change settings."""
    with running_demo_webui() as url:
        yield Client(url)


@pytest.fixture
def slow() -> Iterator[Client]:
    """Steps that last, so that there is time to look and to interrupt."""
    with running_demo_webui(seconds_per_step=0.05) as url:
        yield Client(url)
