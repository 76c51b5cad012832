"""Topics for programs."""

from ninja import Router

from topics.api.detail import router as detail
from topics.api.lists import router as lists

router = Router()
for each in (lists, detail):
    router.add_router("", each)
