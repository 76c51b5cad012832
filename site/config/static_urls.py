"""Addresses of static files, each worked out once in a process."""

from functools import cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """The manifest does not change while a process runs; a page names some forty files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept_url = cache(super().url)

    def url(self, name: str | None, force: bool = False) -> str:
        return self._kept_url(name, force)
