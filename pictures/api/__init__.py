"""Pictures for programs: the same lists and the same pictures as on the pages."""

from ninja import Router

from pictures.api.around import router as around
from pictures.api.detail import router as detail
from pictures.api.facets import router as facets
from pictures.api.lists import router as lists

router = Router()
for each in (lists, detail, around, facets):
    router.add_router("", each)
