"""Korean words are found inside longer ones; what visitors may not read is not searched."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from pictures.hangul import bigram_tokens
from pictures.models import PicturePage


class TestBigramTokens:
    def test_make_ascii_tokens_of_neighbouring_syllables(self):
        assert bigram_tokens("저녁노을") == " ".join(
            f"g{ord(a):x}{ord(b):x}" for a, b in ("저녁", "녁노", "노을")
        )

    def test_are_the_same_for_both_ways_of_writing_hangul(self):
        import unicodedata

        assert bigram_tokens(unicodedata.normalize("NFD", "고양이")) == bigram_tokens("고양이")

    def test_leave_other_scripts_and_single_syllables_alone(self):
        assert bigram_tokens("cat 산 42") == ""


@pytest.mark.django_db
class TestSearch:
    def found(self, words: str) -> set[str]:
        results = get_search_backend().search(words, PicturePage, order_by_relevance=False)
        return {picture.title for picture in results}

    def test_finds_a_word_inside_another(self, hang):
        hang("저녁노을이 진다", seed=1)
        hang("고양이가 창가에서", seed=2)
        call_command("update_index", verbosity=0)
        assert self.found(bigram_tokens("노을")) == {"저녁노을이 진다"}
        assert self.found(bigram_tokens("고양이")) == {"고양이가 창가에서"}

    def test_does_not_find_a_hidden_prompt(self, hang):
        hang("Shown", seed=1, prompt="zanzibar")
        hang("Hidden", seed=2, prompt="zanzibar", recipe_visibility="parameters")
        call_command("update_index", verbosity=0)
        assert self.found("zanzibar") == {"Shown"}
