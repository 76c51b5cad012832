"""The documents name what is there: same commands in both languages, no dead link or picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from config.env import ROOT

ENGLISH, KOREAN = ROOT / "README.md", ROOT / "README.ko.md"
SCREENSHOTS = ROOT / "docs" / "screenshots"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LARGEST_PICTURE, ALL_PICTURES = 250_000, 6_000_000  # bytes
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users|tmp)/|[A-Z]:\\")

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def commands(path: Path) -> list[str]:
    """What the shell examples run, without remarks and spacing."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", path.read_text(), re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s+# .*", "", line).strip() for block in blocks for line in block.split("\n")]
    return [line for line in lines if line]


def prose(path: Path) -> str:
    return re.sub(r"^ *```.*?^ *```", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)


def spans(path: Path) -> set[str]:
    """What stands in `backticks`."""
    return set(re.findall(r"`([^`\n]+)`", prose(path)))


def codes(path: Path) -> set[str]:
    """Everything that is written as code."""
    return {*spans(path), *commands(path)}


def links(path: Path) -> set[str]:
    """Targets of links and pictures inside the repository."""
    found = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text())
    return {target for target in found if "://" not in target}


def figures(path: Path) -> list[str]:
    """The measured values, without their units."""
    return re.findall(
        r"^\| `make (?:run|test)`.*\| (\S+?)(?:분|초| min| s)? \|$", path.read_text(), re.MULTILINE
    )


class TestReadme:
    def test_has_the_same_commands_in_both_languages(self):
        assert commands(ENGLISH)
        assert commands(ENGLISH) == commands(KOREAN)

    def test_names_the_same_things_in_both_languages(self):
        assert spans(ENGLISH) ^ spans(KOREAN) == set()

    def test_tells_the_same_figures_in_both_languages(self):
        assert len(figures(ENGLISH)) == 4
        assert figures(ENGLISH) == figures(KOREAN)

    def test_has_as_many_sections_in_both_languages(self):
        levels = [re.findall(r"^#+", path.read_text(), re.MULTILINE) for path in (ENGLISH, KOREAN)]
        assert levels[0] == levels[1]

    def test_begins_with_the_two_commands(self):
        assert commands(ENGLISH)[:2] == ["make run", "make test"]

    def test_shows_every_picture_that_was_taken(self):
        shown = {Path(target).name for path in (ENGLISH, KOREAN) for target in links(path)}
        assert {path.name for path in SCREENSHOTS.glob("*.webp")} <= shown

    def test_every_screen_stands_in_the_document_of_screens(self):
        shown = {Path(target).name for target in links(ROOT / "docs" / "screens.md")}
        assert {path.name for path in (SCREENSHOTS / "screens").iterdir()} == shown

    def test_pictures_are_small(self):
        sizes = {path: path.stat().st_size for path in SCREENSHOTS.rglob("*.webp")}
        assert max(sizes.values()) <= LARGEST_PICTURE
        assert sum(sizes.values()) <= ALL_PICTURES


@each_document
class TestDocument:
    def test_links_lead_somewhere(self, path):
        assert {target for target in links(path) if not (path.parent / target).exists()} == set()

    def test_names_files_that_exist(self, path):
        named = {
            span
            for span in spans(path)
            if re.fullmatch(r"\.?[\w-]+(?:/[\w.-]+)+\.(?:py|md|txt|json|po|js|css|html|yaml)", span)
        }
        places = (ROOT, ROOT / "site", path.parent)
        assert {name for name in named if not any((at / name).exists() for at in places)} == set()

    def test_names_verbs_that_exist(self, path):
        verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        runs = (re.match(r"(?:\w+=\S+ )*make ([a-z-]+)", code) for code in codes(path))
        assert {run[1] for run in runs if run} - verbs == set()

    def test_names_management_commands_that_exist(self, path):
        named = set(re.findall(r"manage\.py ([a-z_]+)", "\n".join(codes(path))))
        assert named - set(get_commands()) == set()

    def test_holds_no_path_of_a_machine(self, path):
        assert MACHINE.search(path.read_text()) is None
