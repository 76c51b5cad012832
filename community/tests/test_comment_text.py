"""What people type, from the box to the page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from community.comment_text import UnfitTextError, clean_text, drawn, number_of_links
from community.models import MAX_COMMENT

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "</p><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=`alert(1)`>",
    '<img src="javascript:alert(1)">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>">',
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="java\tscript:alert(1)">x</a>',
    "<form action=javascript:alert(1)><button>x",
    "<button formaction=javascript:alert(1)>x",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<style>@import'javascript:alert(1)';</style>",
    "<meta http-equiv=refresh content='0;javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/'onmouseover='alert(1)",
    "https://a.example/<script>alert(1)</script>",
    "https://a.example/`onmouseover=alert(1)`",
    'https://a.example/"><img src=x onerror=alert(1)>',
    "https://javascript:alert(1)@a.example/",
    "http://a.example/?q=</a><script>alert(1)</script>",
    "https://a.example\u202e/gpj.exe",
    "@bo<script>alert(1)</script>",
    '@bo"onclick="alert(1)',
    "{{ 7|add:7 }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;alert(1)",
    "\x00<script\x00>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "ftp://a.example/x file:///etc/passwd blob:https://a.example/1",
]


class Tags(HTMLParser):
    """Every tag with its attributes, and the text as a browser reads it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data

    def handle_comment(self, data) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl) -> None:
        raise AssertionError(decl)


class TestDrawn:
    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_holds_no_tag_but_safe_links_and_reads_as_it_was_typed(self, payload):
        text = clean_text(payload)
        page = Tags(drawn(text, {"bo": "/people/bo/"}))
        assert page.text == text
        for tag, attributes in page.tags:
            assert tag == "a"
            if attributes.get("class") == "mention":
                assert attributes == {"class": "mention", "href": "/people/bo/"}
                continue
            assert attributes.keys() == {"href", "rel"}
            assert attributes["href"].startswith(("https://a.example", "http://a.example"))
            assert attributes["rel"] == "nofollow ugc noopener"

    def test_has_fifty_payloads(self):
        assert len(set(PAYLOADS)) >= 50

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("보세요 https://example.com/a?b=1&c=2#d 여기", "https://example.com/a?b=1&c=2#d"),
            (
                "(https://en.wikipedia.org/wiki/Dusk_(film))",
                "https://en.wikipedia.org/wiki/Dusk_(film)",
            ),
            ("끝이에요: http://example.com.", "http://example.com"),
            ("https://example.com를 보세요", "https://example.com"),
            ("https://ko.wikipedia.org/wiki/노을!", "https://ko.wikipedia.org/wiki/노을"),
            ("HTTPS://EXAMPLE.COM/A", "HTTPS://EXAMPLE.COM/A"),
            ("http://example.com:8080/x", "http://example.com:8080/x"),
        ],
    )
    def test_links_an_address_and_not_the_sentence_around_it(self, text, address):
        page = Tags(drawn(text, {}))
        assert [attributes["href"] for _tag, attributes in page.tags] == [address]
        assert page.text == text

    @pytest.mark.parametrize(
        "text",
        [
            "http://user:word@example.com/",
            "https://аррӏе.com/",  # Cyrillic letters that look Latin
            "http://localhost/",
            "http://example.com:99999999/",
            "x@example.com",
            "www.example.com",
            "ftp://example.com/",
        ],
    )
    def test_links_nothing_that_could_mislead(self, text):
        assert Tags(drawn(text, {})).tags == []

    def test_links_those_who_are_named_and_nobody_else(self):
        people = {"해인": "/people/a/", "해인 둘": "/people/b/"}
        page = Tags(drawn("@해인 둘님, @해인! a@해인 @모노", people))
        assert [attributes["href"] for _tag, attributes in page.tags] == [
            "/people/b/",
            "/people/a/",
        ]

    def test_stays_quick_whatever_is_typed(self):
        for piece in ("https://", "@", "http://a.", "(", "https://a.b/(", "a.", "-"):
            drawn((piece * MAX_COMMENT)[:MAX_COMMENT], {"bo": "/people/bo/"})


class TestCleanText:
    def test_composes_hangul_and_keeps_line_breaks(self):
        assert clean_text("  노을\r\n\r\n산\r바다\u2028끝 ") == "노을\n\n산\n바다\n끝"

    def test_keeps_one_empty_line_of_many(self):
        assert clean_text("a\n\n\n \n\nb") == "a\n\nb"

    def test_strips_control_characters_and_tricks_of_direction(self):
        assert clean_text("a\x00b\x1bc\u202ed\u2066e\ufeff") == "abcde\ufeff"

    def test_keeps_emoji_joined(self):
        assert clean_text("👩\u200d🎨 🏳️\u200d🌈") == "👩\u200d🎨 🏳️\u200d🌈"

    def test_cuts_towers_of_accents(self):
        assert len(clean_text("a" + "\u0301\u0302" * 200)) < 10

    @pytest.mark.parametrize(
        "typed", ["", "  \n ", "\u200b\u200d", "\u3164\u3164", "\u202e", "\x00"]
    )
    def test_refuses_what_nobody_would_see(self, typed):
        with pytest.raises(UnfitTextError):
            clean_text(typed)

    def test_takes_two_thousand_characters_and_no_more(self):
        assert len(clean_text("가" * MAX_COMMENT)) == MAX_COMMENT
        with pytest.raises(UnfitTextError, match=r"2,?001"):
            clean_text("가" * (MAX_COMMENT + 1))


class TestNumberOfLinks:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("노을이 예뻐요. 3.5점", 0),
            ("http://a.example 그리고 https://b.example/x", 2),
            ("www.spam.example", 1),
            ("hxxp://spam.example ftp://x", 2),
        ],
    )
    def test_counts_also_what_would_be_no_link(self, text, number):
        assert number_of_links(text) == number
