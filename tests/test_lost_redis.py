"""Losing Redis makes the site slower, not wrong: a server of our own is killed and comes back."""

from __future__ import annotations

import logging
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from django.urls import reverse

from config.settings import from_environment
from config.shared_cache import AWAY_SECONDS, SharedRedisCache
from limits.models import Spending
from pictures import public_versions
from tests.conftest import missing
from tests.whole_site import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]

LIST = "/pictures/"
START_SECONDS = 20


class RedisServer:
    """A process of its own, on a free port, that keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < end, "Redis does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        try:
            return redis.Redis(port=self.port).ping()
        except redis.ConnectionError:
            return False


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[RedisServer]:
    """It runs, and the settings that an operator gets by CACHE_URL point to it."""
    if shutil.which("redis-server") is None:
        missing("redis-server")
    server = RedisServer()
    server.start()
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{server.port}/0")
    settings.CACHES = from_environment.caches("")
    settings.PAGE_CACHE = True
    monkeypatch.setattr(public_versions, "_is_due", lambda _renew: False)
    yield server
    server.kill()


@pytest.fixture
def publish(hang) -> Callable[[str, int], None]:
    return lambda title, seed: hang(title, seed=seed)


def how(client) -> str:
    return client.get(LIST).get("X-Page-Cache", "")


def ready(client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


class TestRedis:
    def test_lost_and_found_again_is_noticed_by_nobody(self, client, server, hang, publish, bo):
        picture = hang("등대")
        assert [how(client), how(client)] == ["miss", "hit"]
        publish("두 번째", 2)
        assert how(client) == "miss", "what changed is made anew"
        assert ready(client) == (200, {"status": "ok", "database": "ok", "cache": "ok"})

        server.kill()
        begin = time.monotonic()
        lost = client.get(LIST)
        assert time.monotonic() - begin < 1
        assert (lost.status_code, how(client)) == (200, "")
        degraded = {"status": "degraded", "database": "ok", "cache": "unreachable"}
        assert ready(client) == (200, degraded)
        publish("세 번째", 3)
        assert "세 번째" in client.get(LIST).content.decode()
        for path in (picture.get_url(), "/", "/sitemap.xml", f"{LIST}?view=filters"):
            assert client.get(path).status_code == 200, path
        client.force_login(bo)
        assert client.post(reverse("like", args=[picture.pk])).status_code == 303
        assert Spending.objects.exists(), "what limits count is counted in the database"
        client.logout()

        server.start()
        end = time.monotonic() + AWAY_SECONDS + START_SECONDS
        while how(client) != "hit":
            assert time.monotonic() < end, "the cache is not used again"
            time.sleep(0.1)
        assert "세 번째" in client.get(LIST).content.decode()
        assert ready(client)[1]["status"] == "ok"

    def test_that_is_away_is_told_once_in_a_while(self, server, caplog):
        cache = from_environment.caches("")["default"]
        shared = SharedRedisCache(cache["LOCATION"], cache)
        server.kill()
        with caplog.at_level(logging.WARNING, "config.shared_cache"):
            for number in range(50):
                assert shared.get(f"key-{number}", 7) == 7
                shared.set(f"key-{number}", 1)
        assert len(caplog.records) == 1
        with pytest.raises(ConnectionError):
            shared.get_many(["a"])

    def test_that_came_back_is_told_of_changes_at_once(self, server):
        """Nobody waits with these: what others keep would be shown though it is not true."""
        store = public_versions.store()
        server.kill()
        with pytest.raises(ConnectionError):
            store.read(["all"])
        server.start()
        store.renew("all")
        keys = redis.Redis(port=server.port).keys("*public-version:all")
        assert len(keys) == 1
