from django.urls import path

from sd_bridge import file_views

urlpatterns = [
    path("results/<uuid:uuid>/<int:index>", file_views.result_file, name="result_file"),
    path("previews/<uuid:uuid>", file_views.preview_file, name="preview_file"),
    path("sources/<uuid:uuid>", file_views.source_file, name="source_file"),
]
