"""`/api/v1/`: each app's routers, composed."""

from pictures.api import router as pictures
from rest.frame import GalleryAPI

api = GalleryAPI(
    title="HKPictures",
    version="1.0.0",
    urls_namespace="api",
    description="A curated gallery for Stable Diffusion pictures, for programs.",
    servers=[{"url": "/", "description": "This site"}],
)
api.add_router("", pictures)
