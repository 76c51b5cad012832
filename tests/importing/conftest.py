"""A batch to import into, and private files of the test's own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages

from pictures.importing import batches, receiving
from pictures.models import ImportFile


@pytest.fixture
def private(monkeypatch, tmp_path) -> Path:
    folder = tmp_path / "private"
    monkeypatch.setattr(storages["private"], "location", str(folder))
    return folder


@pytest.fixture
def batch(ana, topic):
    return batches.start_batch(user=ana, topic=topic)


@pytest.fixture
def add(batch):
    def add_now(data: bytes, name: str = "cat.png", **more) -> ImportFile:
        return receiving.add_file(batch, io.BytesIO(data), name, **more)

    return add_now


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)
