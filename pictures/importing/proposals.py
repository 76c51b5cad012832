"""What a file could be called: from its prompt, or from its name where people gave it one."""

from __future__ import annotations

import re
import unicodedata

from pictures.naming import alt_from, tags_from, title_from
from pictures.recipe import Recipe

# What cameras, phones, browsers and generators call everything.
_MEANINGLESS = re.compile(
    r"""(?xi) \b(?: img | dscn? | dscf | pxl | p\d+ | image | images | picture | photo | pic | file
    | comfyui | invoke(?:ai)? | fooocus | swarmui | novelai | sdxl? | output | out | result | grid
    | txt2img | img2img | untitled | unnamed | download | screenshot | copy | tmp | temp | final
    | 이미지 | 사진 | 그림 | 제목\s?없음 | 다운로드 | 스크린샷 | 사본 )\b"""
)
_LETTERS = re.compile(r"[^\W\d_]")


def propose(recipe: Recipe, name: str) -> dict[str, str | list[str]]:
    """Title, alternative text and tags; the last two may be empty, the title never is."""
    words = words_of(name)
    title = title_from(recipe.prompt) or words or name
    alt_text = alt_from(recipe.prompt) or (words if _says_something(words) else "")
    return {
        "title": title[:255],
        "alt_text": alt_text[:300],
        "tags": tags_from(recipe.prompt),
    }


def words_of(name: str) -> str:
    """A file's name as words: no ending, spaces for what stands in for them."""
    stem = name.rsplit(".", 1)[0]
    spaced = " ".join(re.sub(r"[_\-+.~]+", " ", unicodedata.normalize("NFC", stem)).split())
    return spaced[:1].upper() + spaced[1:]


def _says_something(words: str) -> bool:
    """Whether a name may serve people who do not see the picture: a word that means something."""
    left = _MEANINGLESS.sub(" ", words)
    return any(len(_LETTERS.findall(word)) > 1 for word in left.split())
