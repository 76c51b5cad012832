"""What every template and script of the public pages keeps to, read from the files."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from pictures.marking import Statement, source_type_of

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
OURS = {"home", "topics", "pictures", "community", "sd_bridge"}
# Tag libraries that belong to no app of ours.
COMMON = {"i18n", "static", "humanize", "cache", "tz", "l10n", "allauth", "account"}
# Whose tags a partial of a folder may load; a partial of no app prints icons at most.
OWN_TAGS = {
    "home": {"gallery"},
    "topics": {"gallery"},
    "pictures": {"gallery", "lists"},
    "sd_bridge": {"wagtailadmin_tags"},  # admin screens are made of Wagtail's own parts
    "pictures/import": {"wagtailadmin_tags", "wagtailimages_tags", "import_rows"},
    "community/moderation": {"wagtailadmin_tags"},
    "community/statistics": {"wagtailadmin_tags"},
    "topics/admin": {"wagtailadmin_tags"},
    "": {"gallery"},
}
ADMIN = (
    "sd_bridge",
    "pictures/import",
    "community/moderation",
    "community/statistics",
    "topics/admin",
)


def html_files() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def home_of(path: Path) -> str:
    """The folder whose rules a template keeps: its app's, or the app's admin screens'."""
    folder = str(path.parent.relative_to(TEMPLATES))
    return folder if folder in OWN_TAGS else folder.partition("/")[0].replace(".", "")


def named(paths: list[Path]) -> list:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


class Tags(HTMLParser):
    """Every start tag of a template with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    # Django's own tags would break attributes apart: they are blanked, the HTML stays.
    text = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "x", text, flags=re.DOTALL)
    parser = Tags()
    parser.feed(text)
    return parser.found


ALL = named(html_files())
PUBLIC = named([path for path in html_files() if not home_of(path).startswith(ADMIN)])
PARTIALS = named([path for path in html_files() if path.name.startswith("_")])
SCRIPTS = named(sorted((ROOT / "static" / "js").rglob("*.js")))
STYLES = named(sorted((ROOT / "static" / "css").rglob("*.css")))


class TestTemplates:
    @pytest.mark.parametrize("path", ALL)
    def test_stays_short(self, path):
        assert len(path.read_text().splitlines()) <= 120

    @pytest.mark.parametrize("path", ALL)
    def test_never_calls_text_safe(self, path):
        text = path.read_text()
        assert not re.search(r"\|\s*(safe|safeseq)\b", text)
        assert "autoescape off" not in text

    @pytest.mark.parametrize("path", PUBLIC)
    def test_holds_no_script_and_no_style_of_its_own(self, path):
        for tag, attributes in tags_of(path):
            assert tag != "style"
            if tag == "script" and attributes.get("type") != "application/ld+json":
                is_later = attributes.get("type") == "text/plain"  # static/js/later.js loads it
                assert attributes.get("data-module" if is_later else "src") is not None
            assert not [name for name in attributes if name.startswith("on")]
            assert not (attributes.get("href") or "").startswith("javascript:")

    @pytest.mark.parametrize("path", PUBLIC)
    def test_sizes_and_names_every_picture(self, path):
        for tag, attributes in tags_of(path):
            if tag == "img":
                assert {"width", "height", "alt"} <= set(attributes)

    @pytest.mark.parametrize("path", PUBLIC)
    def test_sends_nobody_elsewhere_for_files(self, path):
        for tag, attributes in tags_of(path):
            address = attributes.get("src") or ""
            if tag == "link" and attributes.get("rel") == "stylesheet":
                address = attributes.get("href") or ""
            assert not re.match(r"(https?:)?//", address)


class TestPartials:
    @pytest.mark.parametrize("path", PARTIALS)
    def test_tell_what_they_take_in_their_first_line(self, path):
        assert re.match(r"\{# Takes: .+? #\}", path.read_text())

    @pytest.mark.parametrize("path", PARTIALS)
    def test_load_only_tags_of_their_own_app(self, path):
        folder = home_of(path)
        loaded = set()
        for words in re.findall(r"\{% load ([^%]+?) %\}", path.read_text()):
            loaded |= set(words.split())
        assert loaded <= COMMON | OWN_TAGS.get(folder, {"gallery"})

    @pytest.mark.parametrize("path", PARTIALS)
    def test_include_no_partial_of_another_app_above_them(self, path):
        folder = path.relative_to(TEMPLATES).parts[0] if path.parent != TEMPLATES else ""
        included = re.findall(r"\{% include \"(\w+)/", path.read_text())
        allowed = {"pictures": {"pictures"}, "topics": {"topics", "pictures"}, "": set()}
        allowed["home"] = {"home", "topics", "pictures"}
        for app in set(included) & OURS:
            assert app in allowed.get(folder, {folder, "pictures"})


class TestScripts:
    @pytest.mark.parametrize("path", SCRIPTS)
    def test_stay_short_and_begin_by_saying_what_they_do(self, path):
        lines = path.read_text().splitlines()
        assert len(lines) <= 100
        assert lines[0].startswith("// ")

    @pytest.mark.parametrize("path", SCRIPTS)
    def test_evaluate_no_text(self, path):
        text = path.read_text()
        assert not re.search(r"\b(eval|Function)\(|innerHTML|outerHTML|document\.write\(", text)


class TestStyleSheets:
    @pytest.mark.parametrize("path", STYLES)
    def test_take_colours_from_the_tokens(self, path):
        """Only in the tokens, the swatches, and over pictures is a colour written out."""
        if path.name in {"tokens.css", "swatches.css"}:
            return
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        allowed = {"#fff", "#0a0b0c", "#26282b"}
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) <= allowed

    @pytest.mark.parametrize("path", STYLES)
    def test_ask_no_other_host(self, path):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", path.read_text())
        assert "@import" not in path.read_text()


class TestDataForSearchEngines:
    def test_stays_data_whatever_the_words_are(self):
        words = '</script><script>alert(1)</script> "quoted" \\ {{ x }} 노을\nnew line'
        html = render_to_string(
            "pictures/_picture_social.html",
            {
                "page": {"title": words, "alt_text": words, "content_language": "ko"},
                "file": {"url": "/media/a.jpg", "width": 640, "height": 480},
                "image": {"ai_generated": True},
                "author_name": words,
                "statement": Statement(
                    True,
                    source_type_of(True, ""),
                    creator=words,
                    credit=words,
                    licence_url="https://example.org/licence",
                ),
                "base_url": "https://gallery.example",
                "canonical_url": "https://gallery.example/topics/a/b/",
            },
        )
        assert html.count("</script>") == 1
        data = json.loads(re.search(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[1])
        assert data["name"] == words
        assert data["creator"]["name"] == words
        assert data["contentUrl"] == "https://gallery.example/media/a.jpg"
        assert data["digitalSourceType"].endswith("trainedAlgorithmicMedia")


class TestPagesOfTrouble:
    @pytest.mark.parametrize("name", ["500.html", "429.html", "403_csrf.html"])
    def test_need_neither_database_nor_context(self, name):
        html = render_to_string(name)
        assert "<h1>" in html
        assert 'href="/"' in html
