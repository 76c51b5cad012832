"""Addresses of collections."""

from django.urls import URLPattern, path

from community import collect_views, collection_views

urlpatterns: list[URLPattern] = [
    path("collections/<str:key>/", collection_views.collection, name="collection"),
    path("me/collections/", collection_views.my_collections, name="my_collections"),
    path("me/collections/new/", collection_views.new_collection, name="new_collection"),
    path("me/collections/<str:key>/", collection_views.my_collection, name="my_collection"),
    path("me/collections/<str:key>/arrange/", collection_views.arrange, name="arrange_collection"),
    path(
        "me/collections/<str:key>/delete/",
        collection_views.delete_collection,
        name="delete_collection",
    ),
    path("me/collect/<id:picture_id>/", collect_views.collect, name="collect"),
    path("me/collect/<id:picture_id>/choose/", collect_views.choose, name="choose_collections"),
]
