"""Where pages lie in the tree, read from their paths alone."""

from __future__ import annotations

from wagtail.models import Page

ROOT_LEVEL = 2  # depth of a site's home page in the tree


def home_path(path: str) -> str:
    """The tree path of the home page above `path`."""
    return path[: ROOT_LEVEL * Page.steplen]
