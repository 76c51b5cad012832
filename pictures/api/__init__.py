"""Pictures for programs: the same lists and the same pictures as on the pages."""

from ninja import Router

from pictures.api.lists import router as lists

router = Router()
router.add_router("", lists)
