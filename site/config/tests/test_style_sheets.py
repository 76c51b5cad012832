"""Style sheets that belong together are one file where static files are collected."""

import pytest
from django.template import Context, Template

from config import style_sheets
from config.static_urls import StaticFiles
from config.templatetags import styles

NAMES = style_sheets.sheets_of("topic")


@pytest.fixture
def built(tmp_path, monkeypatch):
    monkeypatch.setattr(style_sheets, "BUILT", tmp_path / "build")
    style_sheets.build_sheets()
    return tmp_path / "build"


def printed(source: str) -> str:
    return Template("{% load styles %}" + source).render(Context())


class TestBuiltSheets:
    def test_hold_their_sheets_in_order(self, built):
        text = (built / "topic.css").read_text()
        sheets = [(style_sheets.ROOT / "static" / name).read_text() for name in NAMES]
        assert [text.index(sheet) for sheet in sheets] == sorted(map(text.index, sheets))

    def test_are_left_alone_where_nothing_changed(self, built):
        before = (built / "topic.css").stat().st_mtime_ns
        style_sheets.build_sheets()
        assert (built / "topic.css").stat().st_mtime_ns == before


class TestStyles:
    def test_links_each_sheet_in_development(self):
        assert [name for name in NAMES if name in printed('{% styles "topic" %}')] == NAMES

    def test_links_one_file_where_they_are_built(self, monkeypatch):
        monkeypatch.setattr(styles, "staticfiles_storage", StaticFiles.__new__(StaticFiles))
        html = printed('{% styles "topic" %}')
        assert html.count("<link") == 1
        assert "/static/build/topic.css" in html

    def test_knows_no_other_group(self):
        with pytest.raises(KeyError):
            printed('{% styles "nothing" %}')
