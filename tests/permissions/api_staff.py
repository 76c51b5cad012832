"""What curators, moderators and administrators ask and do by the API."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from pictures.factories import picture_file
from rest.scopes import Scope
from tests.permissions.api_table import Call

CURATORS = "L---++-+"  # who may generate
TRAY = "L---++-+"  # what curators see of generations on pages they edit
PAGES = "L---++++"  # public pages: who may not edit them is told so


def generation(s: Any) -> dict[str, Any]:
    return {"uuid": s.generation.uuid}


def picture(s: Any) -> dict[str, Any]:
    return {"picture_id": s.picture.pk}


def preset(s: Any) -> dict[str, Any]:
    return {"preset_id": s.preset.pk}


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("boat.png", picture_file(6), "image/png")


def generating(cells: str) -> Call:
    return Call(cells, scope=Scope.GENERATE)


def curating(cells: str) -> Call:
    return Call(cells, scope=Scope.CURATE)


def topic(s: Any) -> dict[str, Any]:
    return {"topic_id": s.topic.pk}


PRESET = {"name": "Oil", "prompt": "{subject}"}

API_STAFF: dict[str, Call] = {
    "list_engines": generating(CURATORS),
    "read_engine": generating(CURATORS).at(lambda s: {"name": "webui"}),
    "create_generation": generating(CURATORS).sent(lambda s: {"prompt": "a lighthouse"}),
    "create_generation_from_upload": generating(CURATORS).uploaded(
        lambda s: {"image": upload(), "settings": "{}"}
    ),
    "list_generations": generating(CURATORS),
    "list_tray": generating(CURATORS),
    "read_generation": generating(TRAY).at(generation),
    "cancel_generation": generating(TRAY).at(generation).sent(lambda s: {}),
    "run_generation_again": generating(TRAY).at(generation).sent(lambda s: {}),
    "read_result": generating(TRAY).at(lambda s: {**generation(s), "index": 0}),
    # It is finished: there is none any more.
    "read_preview": generating("L---00-0").at(generation),
    "keep_results": curating(TRAY)
    .at(generation)
    .sent(lambda s: {"topic": s.topic.pk, "choices": [{"result": 0}]}),
    "discard_results": generating(TRAY).at(generation).sent(lambda s: {"results": [0]}),
    "list_presets": generating(CURATORS),
    "read_preset": generating(CURATORS).at(preset),
    "create_preset": curating(CURATORS).sent(lambda s: PRESET),
    "replace_preset": curating(CURATORS).at(preset).sent(lambda s: PRESET),
    "delete_preset": curating("L------+").at(preset),
    "read_picture_draft": curating(PAGES).at(picture),
    "change_picture_draft": curating(PAGES).at(picture).sent(lambda s: {"title": "등대"}),
    "delete_picture": curating(PAGES).at(picture),
    "publish_picture": curating(PAGES).at(picture).sent(lambda s: {}),
    "unpublish_picture": curating(PAGES).at(picture).sent(lambda s: {}),
    "move_picture": curating(PAGES).at(picture).sent(lambda s: {"topic": s.other_topic.pk}),
    "submit_picture": curating(PAGES).at(picture).sent(lambda s: {}),
    # Nothing is in moderation.
    "approve_picture": curating(PAGES).at(picture).sent(lambda s: {}),
    "reject_picture": curating(PAGES).at(picture).sent(lambda s: {}),
    "create_import": curating(CURATORS).uploaded(
        lambda s: {"topic": s.topic.pk, "files": [upload()]}
    ),
    # An address that leads nowhere: what is refused is a line.
    "create_import_from_web": curating(CURATORS).sent(
        lambda s: {"topic": s.topic.pk, "address": "http://127.0.0.1/boat.png"}
    ),
    "read_import": curating("L---0+-+").at(lambda s: {"uuid": s.batch.uuid}),
    "create_topic": curating(PAGES).sent(lambda s: {"title": "등대들"}),
    "read_topic_draft": curating(PAGES).at(topic),
    "change_topic_draft": curating(PAGES).at(topic).sent(lambda s: {"title": "등대들"}),
    "publish_topic": curating(PAGES).at(topic).sent(lambda s: {}),
    "unpublish_topic": curating(PAGES).at(topic).sent(lambda s: {}),
    # With what hangs in it: Wagtail asks moderators for more than that.
    "delete_topic": curating(CURATORS).at(topic),
}
