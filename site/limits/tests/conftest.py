"""What tests of limits share: the stated budgets, requests from anywhere, and a real Redis."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import redis
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

REDIS = "redis://127.0.0.1:6379/0"


@pytest.fixture(autouse=True)
def stated_limits(settings) -> None:
    settings.RATE_LIMIT_FACTOR = 1


@pytest.fixture
def post() -> Callable[..., HttpRequest]:
    """A POST request of `user` from `address`: `post(bo, "192.0.2.7", **headers of WSGI)`."""

    def make(user=None, address: str = "192.0.2.1", **more: str) -> HttpRequest:
        request = RequestFactory().post("/", REMOTE_ADDR=address, **more)
        request.user = user or AnonymousUser()
        return request

    return make


@pytest.fixture
def real_redis(settings) -> Iterator[None]:
    """Count in a real Redis, under keys of this test alone."""
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError:
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail("Redis is missing, and REQUIRE_SERVICES=1")
        pytest.skip("Redis is missing")
    settings.CACHES = redis_cache(REDIS)
    yield
    own = f"{settings.CACHES['default']['KEY_PREFIX']}*"
    server = redis.Redis.from_url(REDIS)
    for key in server.scan_iter(own):
        server.delete(key)


@pytest.fixture
def lost_redis(settings) -> None:
    """A cache at an address where nobody answers."""
    settings.CACHES = redis_cache("redis://127.0.0.1:1/0")


def redis_cache(address: str) -> dict:
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": address,
            "KEY_PREFIX": f"test-{uuid4().hex}",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
