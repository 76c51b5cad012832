"""Generating, importing, and what else the admin has of ours."""

from __future__ import annotations

from tests.permissions.table import ADMIN, BOTH, CURATORS, GET, POST, Rule

# A generation is seen by who asked for it and by who may generate on its page: curators may.
SEEN = CURATORS
# An import belongs to who began it; superusers may look after it.
BATCH = "L----+-+"
# Pages and images are edited by curators, and by Wagtail's own group of moderators.
PAGES = "L---++++"


def generation(s) -> list:
    return [s.generation.uuid]


def batch(s) -> list:
    return [s.batch.uuid]


ENGINES: dict[str, Rule] = {
    "sd_bridge_engines:index": GET(CURATORS),
    "sd_bridge_engines:state": GET(CURATORS),
    "sd_bridge_engines:try": POST(CURATORS).of(lambda s: ["webui"]),
    "sd_bridge_engines:lists": POST(CURATORS).of(lambda s: ["webui"]),
    "sd_recipe_checks:report": GET(CURATORS),
    "sd_recipe_checks:report_results": GET(CURATORS),
    "sd_recipe_checks:show": GET(CURATORS).of(lambda s: [s.picture.pk]),
    "sd_recipe_checks:ask": POST(CURATORS).of(lambda s: [s.picture.pk]),
    "sd_recipe_checks:state": GET(CURATORS).of(lambda s: [s.picture.pk]),
    "sd_workspace:index": GET(CURATORS),
    "sd_workspace:status": GET(CURATORS),
    # Nothing is named as the source.
    "sd_workspace:source": GET("L---00-0"),
    "sd_workspace:prompts": GET(CURATORS),
    "sd_workspace:cancel_waiting": POST(CURATORS),
    "sd_workspace:save_preset": POST(CURATORS),
    "sd_workspace:preset": GET(CURATORS).of(lambda s: [s.preset.pk]),
    "sd_bridge:lists": GET(CURATORS),
    "sd_bridge:page": BOTH(CURATORS, CURATORS).of(lambda s: [s.topic.pk]),
    "sd_bridge:workspace": BOTH(CURATORS, CURATORS),
    "sd_bridge:compare": GET(CURATORS),
    "sd_bridge:interrogate": POST(CURATORS),
    "sd_bridge:keep_options": GET(CURATORS),
    "sd_bridge:state": GET(SEEN).of(generation),
    "sd_bridge:cancel": POST(SEEN).of(generation),
    "sd_bridge:again": POST(SEEN).of(generation),
    "sd_bridge:keep": POST(SEEN).of(generation),
    "sd_bridge:keep_many": POST(SEEN).of(generation),
    "sd_bridge:discard": POST(SEEN).of(generation),
    "sd_bridge:duplicates": GET(SEEN).of(generation),
    "sd_bridge:proposals": GET(SEEN).of(lambda s: [s.generation.uuid, 0]),
    "sd_bridge:infotext": GET(SEEN).of(lambda s: [s.generation.uuid, 0]),
    "import:index": GET(CURATORS),
    "import:start": POST(CURATORS),
    "import:folders": GET(CURATORS),
    "import:file": GET(BATCH).of(lambda s: [s.imported.uuid]),
    "import:thumbnail": GET(BATCH).of(lambda s: [s.imported.uuid]),
    "import:batch": GET(BATCH).of(batch),
    "import:state": GET(BATCH).of(batch),
    "import:known": GET(BATCH).of(batch),
    "import:add_file": POST(BATCH).of(batch),
    "import:add_zip": POST(BATCH).of(batch),
    "import:add_folder": POST(BATCH).of(batch),
    "import:add_address": POST(BATCH).of(batch),
    "import:options": POST(BATCH).of(batch),
    "import:edit": POST(BATCH).of(batch),
    "import:decide": POST(BATCH).of(batch),
    "import:leave_out": POST(BATCH).of(batch),
    "import:retry": POST(BATCH).of(batch),
    "import:register": POST(BATCH).of(batch),
}

# Reports and presets are Wagtail's screens about our models.
ENGINES |= {
    "generations_log_modeladmin_index": GET(CURATORS),
    "sd_presets:made_with": GET(CURATORS),
    "sd_presets:made_with_results": GET(CURATORS),
    "wagtailsnippets_sd_bridge_preset:list": GET(CURATORS),
    "wagtailsnippets_sd_bridge_preset:list_results": GET(CURATORS),
    "wagtailsnippets_sd_bridge_preset:edit": BOTH(CURATORS, CURATORS).of(lambda s: [s.preset.pk]),
    "image_sensitivity": BOTH(PAGES, PAGES).of(lambda s: [s.image.pk]),
}

# Wagtail's own screens that ours build upon.
WAGTAIL: dict[str, Rule] = {
    "wagtailadmin_home": GET("L---++++"),
    "wagtailadmin_pages:add": BOTH(PAGES, PAGES).of(
        lambda s: ["pictures", "picturepage", s.topic.pk]
    ),
    "wagtailadmin_pages:edit": BOTH(PAGES, PAGES).of(lambda s: [s.picture.pk]),
    "wagtailadmin_pages:delete": BOTH(PAGES, PAGES).of(lambda s: [s.picture.pk]),
    "wagtailadmin_pages:unpublish": BOTH(PAGES, PAGES).of(lambda s: [s.picture.pk]),
    "wagtailimages:edit": BOTH(PAGES, PAGES).of(lambda s: [s.image.pk]),
    "wagtailusers_users:index": GET(ADMIN),
    "wagtailusers_groups:index": GET(ADMIN),
}
