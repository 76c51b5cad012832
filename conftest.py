"""The cast and the things every test may need: Ana curates, Bo is a member, Cy is anonymous."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.cache import cache

from pictures.factories import hang_picture
from pictures.models import PicturePage
from tests.migrated import MigratedCopy
from topics.factories import open_topic
from topics.models import TopicPage

# Fixtures that start a whole site, those whose tests take longest first.
SITES = ("whole_site", "shown_site", "hostile")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out tests that no database can change: they ran on the first one",
    )
    parser.addoption(
        "--second-try",
        action="store_true",
        help="run a failed test of browsers and worker processes once more, and name it",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # What takes long must not be what one worker is left with at the end.
    items.sort(key=_place_of)
    if config.getoption("--second-try"):
        for item in items:
            if item.get_closest_marker("browser") or item.get_closest_marker("workers"):
                item.add_marker(pytest.mark.flaky(reruns=1))
    if not config.getoption("--only-with-database"):
        return
    others = {
        item
        for item in items
        if not _may_touch_the_database(item) or item.get_closest_marker("same_everywhere")
    }
    config.hook.pytest_deselected(items=list(others))
    items[:] = [item for item in items if item not in others]


def _place_of(item: pytest.Item) -> int:
    """Tests that use the same site stand together, so that mostly one worker starts it."""
    if _empties_the_database(item):
        return len(SITES) + 2
    fixtures = getattr(item, "fixturenames", ())
    for place, site in enumerate(SITES):
        if site in fixtures:
            return place
    is_long = item.get_closest_marker("large") or item.get_closest_marker("workers")
    return len(SITES) if is_long else len(SITES) + 1


def _empties_the_database(item: pytest.Item) -> bool:
    """pytest-django puts such tests last, because what the others expect is gone after them."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def _may_touch_the_database(item: pytest.Item) -> bool:
    """pytest-django refuses every query of a test that has neither mark nor fixture for it."""
    fixtures = {"db", "transactional_db"}
    marks = ("django_db", "workers", "browser")
    return bool(fixtures & set(getattr(item, "fixturenames", ()))) or any(
        item.get_closest_marker(mark) for mark in marks
    )


@pytest.fixture(scope="session")
def migrated_copy(tmp_path_factory) -> MigratedCopy:
    return MigratedCopy(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def django_db_setup(migrated_copy, django_db_setup, django_db_blocker):
    """Also keep the database as the migrations leave it, for sites that processes of ours serve."""
    with django_db_blocker.unblock(), migrated_copy.taken():
        yield


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
def verify_email(db):
    """Let somebody's address be known as theirs: `verify_email(bo)`."""

    def verify(user):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    return verify


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
