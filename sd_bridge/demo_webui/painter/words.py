"""What the words of a prompt, Korean or English, ask the painter for."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .dice import Dice

STYLES: Mapping[str, tuple[str, ...]] = {
    "landscape": (
        "풍경", "산", "산맥", "설산", "능선", "호수", "안개", "숲", "계곡", "전나무", "오로라",
        "수평선",
        "landscape", "mountain", "ridge", "lake", "mist", "misty", "fog", "forest", "valley",
        "pine", "hill", "horizon", "countryside", "nature",
    ),
    "city": (
        "도시", "빌딩", "야경", "거리", "마천루", "골목", "서울", "강변",
        "city", "cityscape", "skyline", "street", "skyscraper", "tower", "downtown", "seoul",
        "metropolis", "urban",
    ),
    "marble": (
        "대리석", "마블", "금맥", "석영", "광물", "유체", "마블링",
        "marble", "marbling", "agate", "mineral", "fluid", "vein", "geode", "stone",
    ),
    "silk": (
        "비단", "실크", "명주", "옷감", "머리카락", "결", "흐름", "소용돌이",
        "silk", "silky", "satin", "fabric", "hair", "flow", "flowing", "swirl", "vortex",
    ),
    "planet": (
        "행성", "토성", "고리", "목성", "위성",
        "planet", "saturn", "jupiter", "ring", "moonrise", "exoplanet",
    ),
    "nebula": (
        "성운", "은하", "우주", "은하수", "별빛",
        "nebula", "galaxy", "space", "cosmos", "cosmic", "universe", "milky way", "starlight",
    ),
    "waves": (
        "파도", "물결", "청해파", "목판화", "우키요에", "해안", "너울",
        "wave", "seigaiha", "woodblock", "ukiyo-e", "tide", "coast", "surf",
    ),
    "dunes": (
        "사막", "모래", "사구", "모래언덕", "신기루",
        "desert", "dune", "sand", "sahara", "mirage",
    ),
    "bamboo": (
        "대나무", "수묵화", "묵화", "대숲", "사군자",
        "bamboo", "ink painting", "ink wash", "sumi-e", "brush painting",
    ),
    "hanok": (
        "한옥", "기와", "처마", "궁궐", "고궁", "북촌", "마을", "매화",
        "hanok", "roof", "tiled roof", "eaves", "palace", "village", "temple", "pagoda",
    ),
}  # fmt: skip

PALETTES: Mapping[str, tuple[str, ...]] = {
    "dusk": (
        "노을", "저녁노을", "저녁", "석양", "해질녘", "황혼", "보랏빛",
        "sunset", "dusk", "evening", "twilight", "purple", "magenta",
    ),
    "dawn": (
        "새벽", "아침", "여명", "해돋이", "일출", "파스텔", "라벤더",
        "dawn", "morning", "sunrise", "daybreak", "pastel", "lavender",
    ),
    "sea": (
        "바다", "청록", "에메랄드", "옥빛", "물빛", "산호", "해안",
        "sea", "ocean", "teal", "turquoise", "emerald", "aqua", "lagoon", "coast",
    ),
    "forest": (
        "숲", "초록", "녹색", "여름", "봄", "이끼", "대숲", "전나무",
        "forest", "green", "summer", "moss", "jungle", "leaf", "pine",
    ),
    "snow": (
        "눈", "겨울", "설산", "얼음", "눈밭", "설경", "푸른", "하늘색",
        "snow", "snowy", "winter", "ice", "icy", "frost", "glacier", "blue",
    ),
    "ember": (
        "불", "불꽃", "붉은", "용암", "가을", "단풍", "주황", "타오르는",
        "ember", "fire", "flame", "red", "lava", "autumn", "orange", "crimson", "burning",
    ),
    "neon": (
        "네온", "사이버펑크", "형광", "신스웨이브",
        "neon", "cyberpunk", "synthwave", "vaporwave", "ultraviolet", "electric",
    ),
    "night": (
        "밤", "밤하늘", "밤바다", "야경", "한밤", "자정",
        "달밤", "달빛", "별", "은하수", "남색", "오로라",
        "night", "midnight", "moonlight", "moonlit", "star", "starry", "indigo", "navy", "aurora",
    ),
    "ink": (
        "수묵", "수묵화", "묵화", "먹", "흑백", "먹빛", "회색", "잿빛",
        "ink", "ink wash", "sumi-e", "monochrome", "black and white", "grey", "gray",
    ),
    "gold": (
        "금", "황금", "금빛", "금박", "호박색",
        "gold", "golden", "amber", "bronze", "brass", "sepia",
    ),
    "blossom": (
        "벚꽃", "매화", "분홍", "분홍빛", "꽃", "장미빛", "복숭아",
        "blossom", "cherry", "pink", "rose", "sakura", "flower", "peach",
    ),
}  # fmt: skip

MOTIFS: Mapping[str, tuple[str, ...]] = {
    "lake": (
        "호수", "강", "바다", "반영", "물가",
        "lake", "river", "sea", "ocean", "reflection", "water",
    ),
    "mountain": ("산", "산맥", "설산", "mountain", "peak", "volcano"),
    "mist": ("안개", "운해", "mist", "misty", "fog", "foggy", "haze"),
    "stars": ("별", "은하수", "별빛", "star", "starry", "milky way"),
    "night": ("밤", "야경", "한밤", "night", "midnight"),
    "ring": ("고리", "토성", "ring", "saturn"),
    "blossom": ("벚꽃", "매화", "꽃", "blossom", "cherry", "sakura"),
}  # fmt: skip

# Things that have a colour of their own, but give way to a word for light or colour.
THINGS = frozenset({
    "숲", "전나무", "대숲", "바다", "해안", "눈", "눈밭", "설경", "얼음", "꽃", "매화",
    "벚꽃", "별", "금", "단풍",
    "forest", "pine", "leaf", "jungle", "sea", "ocean", "coast", "snow", "ice", "glacier",
    "flower", "star", "gold", "fire",
})  # fmt: skip

# What suits a style when no word names colours.
USUAL_PALETTES: Mapping[str, tuple[str, ...]] = {
    "landscape": ("dusk", "dawn", "sea", "forest", "snow", "ember"),
    "city": ("neon", "dusk", "night"),
    "marble": ("dawn", "sea", "gold", "blossom", "night"),
    "silk": ("ember", "neon", "sea", "gold"),
    "planet": ("gold", "dusk", "sea", "neon"),
    "nebula": ("neon", "dusk", "sea"),
    "waves": ("sea", "ink", "night"),
    "dunes": ("ember", "gold", "dusk"),
    "bamboo": ("ink", "forest"),
    "hanok": ("dusk", "dawn", "night", "snow", "blossom"),
}

# What a colour word alone makes one think of.
USUAL_STYLES: Mapping[str, str] = {
    "dusk": "landscape",
    "dawn": "landscape",
    "forest": "landscape",
    "snow": "landscape",
    "night": "landscape",
    "sea": "waves",
    "ember": "silk",
    "neon": "city",
    "ink": "bamboo",
    "gold": "marble",
    "blossom": "hanok",
}

# A syllable such as 눈 or 산 counts only as a word of its own, with or without a particle.
_PARTICLE = r"(?=$|[^가-힣]|[이가을를은는과와의에도]|으로|로|위|속|들|아래)"


@dataclass(frozen=True)
class Wish:
    """What to paint: names of a style, a palette, and motifs."""

    style: str
    palette: str
    motifs: frozenset[str]


def _pattern(word: str) -> str:
    if not word.isascii():
        return rf"(?<![가-힣]){word}{_PARTICLE}" if len(word) == 1 else re.escape(word)
    return rf"(?<![a-z]){re.escape(word)}(?:s|es)?(?![a-z])"


def _compiled(table: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    # Longest first: "은하수" must not count as "은하".
    return {
        name: re.compile("|".join(_pattern(word) for word in sorted(words, key=len, reverse=True)))
        for name, words in table.items()
    }


_STYLE_PATTERNS = _compiled(STYLES)
_PALETTE_PATTERNS = _compiled(PALETTES)
_MOTIF_PATTERNS = _compiled(MOTIFS)


_TAG = re.compile(r"\s*<\w+:[^<>]*>")


def without_tags(prompt: str) -> str:
    """Without `<lora:…>` and the like: they change the finish, not what is painted."""
    return _TAG.sub("", prompt)


def plain(prompt: str) -> str:
    """Lower case, composed Hangul, without `<lora:…>` tags and attention brackets."""
    text = unicodedata.normalize("NFC", prompt).casefold()
    text = re.sub(r"<[^<>]*>", " ", text)
    return re.sub(r"[()\[\]{}]|:\s*[\d.]+", " ", text)


def _weight(word: str) -> float:
    return 0.5 if word in THINGS or word.rstrip("s") in THINGS else 1.0


def _best(patterns: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    """The name with most words in the text; earlier words weigh more, mere things less."""
    scores: dict[str, float] = {}
    for name, pattern in patterns.items():
        for match in pattern.finditer(text):
            early = 1 + 0.9 * (1 - match.start() / len(text))
            scores[name] = scores.get(name, 0.0) + early * _weight(match.group())
    return max(scores, key=lambda name: scores[name]) if scores else None


def _named(patterns: Mapping[str, re.Pattern[str]], text: str) -> Iterable[str]:
    return (name for name, pattern in patterns.items() if pattern.search(text))


def read_wish(prompt: str) -> Wish:
    """What the prompt asks for; what it leaves open is decided by its text, not by the seed."""
    text = plain(prompt)
    style = _best(_STYLE_PATTERNS, text)
    palette = _best(_PALETTE_PATTERNS, text)
    if style is None:
        style = USUAL_STYLES[palette] if palette else Dice("style", text).pick(tuple(STYLES))
    if palette is None:
        palette = Dice("palette", text).pick(USUAL_PALETTES[style])
    return Wish(style, palette, frozenset(_named(_MOTIF_PATTERNS, text)))
