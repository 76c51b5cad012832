"""Dates and times as each language writes them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "written"),
    [("ko", "2026년 11월 23일 오후 3:05"), ("en", "Nov. 23, 2026, 3:05 p.m.")],
)
def test_the_half_of_the_day_stands_where_the_language_has_it(language: str, written: str):
    with override(language):
        assert date_format(datetime(2026, 11, 23, 15, 5), "DATETIME_FORMAT") == written
