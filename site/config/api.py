"""`/api/v1/`: each app's routers, composed."""

from community.api import router as community
from pictures.api import router as pictures
from rest.frame import GalleryAPI
from topics.api import router as topics

api = GalleryAPI(
    title="HKPictures",
    version="1.0.0",
    urls_namespace="api",
    description="A curated gallery for Stable Diffusion pictures, for programs.",
)
api.add_router("", pictures)
api.add_router("", topics)
api.add_router("", community)
