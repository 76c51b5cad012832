"""The cast and the things every test may need: Ana curates, Bo is a member, Cy is anonymous."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache

from pictures.factories import hang_picture
from pictures.models import PicturePage
from topics.factories import open_topic
from topics.models import TopicPage


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out tests that may not touch the database: they ran on the first one",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-with-database"):
        return
    others = [item for item in items if not _may_touch_the_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


def _may_touch_the_database(item: pytest.Item) -> bool:
    """pytest-django refuses every query of a test that has neither mark nor fixture for it."""
    fixtures = {"db", "transactional_db"}
    marks = ("django_db", "workers", "browser")
    return bool(fixtures & set(getattr(item, "fixturenames", ()))) or any(
        item.get_closest_marker(mark) for mark in marks
    )


@pytest.fixture(autouse=True)
def clean_cache():
    """Nothing cached by one test is seen by the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ana(db, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.com", "ana")
    user.groups.add(Group.objects.get(name="Curators"))
    return user


@pytest.fixture
def bo(db, django_user_model):
    return django_user_model.objects.create_user("bo", "bo@example.com", "bo")


@pytest.fixture
def topic(db) -> TopicPage:
    return open_topic("노을과 산")


@pytest.fixture
def hang(topic, ana, django_capture_on_commit_callbacks) -> Callable[..., PicturePage]:
    """Hang a picture in `topic`, its copies made: `hang("제목", seed=3, publish=False, …)`."""

    def hang_now(title: str = "물가의 마지막 빛", **more) -> PicturePage:
        with django_capture_on_commit_callbacks(execute=True):
            return hang_picture(title, **{"topic": topic, "user": ana, **more})

    return hang_now
