"""What moderators decide everywhere, and curators on the topics that name them."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.permissions.table import ADMIN, BOTH, GET, POST, Rule

DECIDING = "L---++++"  # somewhere
HERE = "L----+++"  # on the scene's topic
EVERYWHERE = "L-----++"
NOBODY = "L-------"


def _key(argument: str, scene: Any) -> list[Any]:
    return [getattr(scene, argument).pk]


MODERATION: dict[str, Rule] = {
    "moderation:index": GET(DECIDING),
    "moderation:tab": GET(DECIDING).of(lambda s: ["comments"]),
    "moderation:act": POST(DECIDING).of(lambda s: ["comments"]),
    "moderation:undo": POST(DECIDING),
    "moderation:thumbnail": GET("L---0+++").of(lambda s: [s.picture.pk]),
    "moderation:page_rules": BOTH(HERE, HERE).of(lambda s: [s.topic.pk]),
    "statistics:index": GET(DECIDING),
    "statistics:page": GET(HERE).of(lambda s: [s.picture.pk]),
    "moderation:bans": GET(EVERYWHERE),
    "moderation:ban": BOTH(EVERYWHERE, EVERYWHERE).of(lambda s: [s.cast["member"].pk]),
    "moderation:lift_ban": POST(EVERYWHERE).of(lambda s: [s.cast["banned member"].pk]),
}
for name, argument in (("comments", "comment"), ("reports", "report")):
    own = partial(_key, argument)
    MODERATION |= {
        f"moderation_{name}:index": GET(DECIDING),
        f"moderation_{name}:index_results": GET(DECIDING),
        f"moderation_{name}:inspect": GET("L---0+++").of(own),
        # Rows are decided on, never written, nor is anything else told of them.
        f"moderation_{name}:add": BOTH(NOBODY, NOBODY),
        f"moderation_{name}:edit": BOTH(NOBODY, NOBODY).of(own),
        f"moderation_{name}:delete": BOTH(NOBODY, NOBODY).of(own),
        f"moderation_{name}:history": GET(NOBODY).of(own),
        f"moderation_{name}:history_results": GET(NOBODY).of(own),
        f"moderation_{name}:usage": GET(NOBODY).of(own),
    }
MODERATION |= {
    "registers_likes_modeladmin_index": GET(EVERYWHERE),
    "registers_subscriptions_modeladmin_index": GET(EVERYWHERE),
    "outbox_modeladmin_index": GET(ADMIN),
    "webhooks_log_modeladmin_index": GET(ADMIN),
}

# Webhooks are for superusers, and for groups that are given the rights.
MODERATION |= {
    "webhooks:index": GET(ADMIN),
    "webhooks:index_results": GET(ADMIN),
    "webhooks:add": BOTH(ADMIN, ADMIN),
}
for name in ("edit", "delete", "renew"):
    MODERATION[f"webhooks:{name}"] = BOTH(ADMIN, ADMIN).of(lambda s: [s.webhook.pk])
for name in ("inspect", "history", "history_results", "usage"):
    MODERATION[f"webhooks:{name}"] = GET(ADMIN).of(lambda s: [s.webhook.pk])
for name in ("test", "secret"):
    MODERATION[f"webhooks:{name}"] = POST(ADMIN).of(lambda s: [s.webhook.pk])
MODERATION["webhooks:again"] = POST(ADMIN).of(lambda s: [s.delivery.pk])
for name in ("inspect", "edit", "delete"):
    cells = ADMIN if name == "inspect" else NOBODY
    MODERATION[f"webhooks_log_modeladmin_{name}"] = GET(cells).of(lambda s: [s.delivery.pk])
MODERATION["webhooks_log_modeladmin_create"] = GET(NOBODY)
