"""Wagtail's database search without its index-wide refresh after each save.

The refresh of title weights visits the whole index (93 % of the cost of a save at 100,000 pages)
and is only about ranking; the scheduler rebuilds the index at night, which does it once.
"""

from functools import cache
from typing import Any

from modelsearch.backends.database import SearchBackend as StockBackend


@cache
def _without_refresh(stock_index: type) -> type:
    class Index(stock_index):
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:
                super()._refresh_title_norms(full=True)

    return Index


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend of the default database; one write to the index costs the same at any size."""
    backend = StockBackend(params)
    if hasattr(backend.index_class, "_refresh_title_norms"):
        backend.index_class = _without_refresh(backend.index_class)
    return backend
