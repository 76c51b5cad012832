"""`/api/v1/`: each app's routers, composed."""

from community.api import router as community
from pictures.api import router as pictures
from pictures.api.editing_acts import router as pictures_acts
from pictures.api.editing_pictures import router as pictures_editing
from pictures.api.importing import router as importing
from rest.frame import GalleryAPI
from sd_bridge.api import router as generating
from topics.api import router as topics
from topics.api.editing import router as topics_editing

api = GalleryAPI(
    title="HKPictures",
    version="1.0.0",
    urls_namespace="api",
    description="A curated gallery for Stable Diffusion pictures, for programs.",
    servers=[{"url": "/", "description": "This site"}],
)
api.add_router("", pictures)
api.add_router("", pictures_editing)
api.add_router("", pictures_acts)
api.add_router("", generating)
api.add_router("", importing)
api.add_router("", topics_editing)
api.add_router("", topics)
api.add_router("", community)
