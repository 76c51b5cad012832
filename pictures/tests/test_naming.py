"""Titles and alternative texts proposed from prompts as people write them."""

import pytest
from taggit.models import Tag

from pictures.naming import (
    MAX_ALT,
    MAX_TAG,
    MAX_TAGS,
    MAX_TITLE,
    alt_from,
    known_spelling,
    language_of,
    tags_from,
    title_from,
    title_in_series,
)


class TestTitle:
    @pytest.mark.parametrize(
        ("prompt", "title"),
        [
            ("a lighthouse on a cliff, oil painting", "A lighthouse on a cliff"),
            ("masterpiece, best quality, 8k, red fox in snow", "Red fox in snow"),
            ("(masterpiece:1.2), [ultra-detailed], ((white owl:1.3)), night", "White owl"),
            ("<lora:ink:0.8> ink mountains, fog", "Ink mountains"),
            ("score_9, score_8_up, rating_safe, koi pond", "Koi pond"),
            ("걸작, 최고 품질, 노을이 지는 호수, 수채화", "노을이 지는 호수"),
            ("달빛 아래의 고양이", "달빛 아래의 고양이"),
            ("masterpiece, best quality", "Masterpiece"),
            ("<lora:x:1>", ""),
            ("Tokyo at 5.30 a.m. in the rain. Neon", "Tokyo at 5.30 a.m"),
            ("a cat BREAK a dog", "A cat"),
        ],
    )
    def test_is_the_first_phrase_of_the_subject(self, prompt, title):
        assert title_from(prompt) == title

    @pytest.mark.parametrize("word", ["long ", "아주긴제목", "x"])
    def test_is_short(self, word):
        assert 0 < len(title_from(word * 200)) <= MAX_TITLE


class TestAlt:
    def test_leaves_out_quality_and_style(self):
        prompt = "masterpiece, a lighthouse on a cliff, stormy sea, oil painting, by nobody"

        assert alt_from(prompt) == "a lighthouse on a cliff, stormy sea"

    @pytest.mark.parametrize("prompt", ["a cat, watercolour", "a, b, c", "word " * 300])
    def test_is_never_the_whole_of_a_longer_prompt(self, prompt):
        assert alt_from(prompt) != prompt
        assert len(alt_from(prompt)) <= MAX_ALT


class TestTags:
    @pytest.mark.parametrize(
        ("prompt", "tags"),
        [
            (
                "masterpiece, A Lighthouse, stormy sea, (oil painting:1.2)",
                ["lighthouse", "stormy sea", "oil painting"],
            ),
            ("노을, 호수, 걸작, 노을", ["노을", "호수"]),
            ("<lora:ink:0.8> ink, 8k, 2024", ["ink"]),
            ("a cat that sits on the wall of the old town", ["cat", "wall", "old town"]),
            (
                "a painting of a woman wearing a red dress, trending on artstation, by van gogh",
                ["woman", "red dress"],
            ),
            ("1girl, long_hair, soft lighting", ["long hair"]),
            ("절벽 위에 서 있는 하얀 등대, 새벽", ["하얀 등대", "새벽"]),
            ("best quality", []),
            ("", []),
        ],
    )
    def test_are_the_short_phrases(self, prompt, tags):
        assert tags_from(prompt) == tags

    def test_are_few_and_short(self):
        tags = tags_from(", ".join(f"word{number}" for number in range(50)))

        assert len(tags) == MAX_TAGS
        assert tags_from("x" * (MAX_TAG + 1)) == []

    @pytest.mark.django_db
    def test_are_spelled_as_the_site_does(self, django_assert_num_queries):
        Tag.objects.create(name="Red Fox")

        with django_assert_num_queries(1):
            assert known_spelling(["red fox", "snow", "RED FOX"]) == ["Red Fox", "snow"]


class TestSeries:
    def test_counts_on_from_what_the_topic_has(self, topic, hang):
        assert title_in_series("Dusk", topic) == "Dusk"
        hang("Dusk")
        assert title_in_series("Dusk", topic) == "Dusk 2"
        hang("Dusk 2")
        assert title_in_series("Dusk", topic) == "Dusk 3"


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "language"), [("A lake", "en"), ("호수", "ko"), ("Lake 호수", "ko"), ("", "en")]
    )
    def test_is_korean_with_any_hangul(self, text, language):
        assert language_of(text) == language
