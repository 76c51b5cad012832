"""Addresses of comments."""

from django.urls import URLPattern, path

from community import comment_views, comment_writing

urlpatterns: list[URLPattern] = [
    path("pictures/<id:picture_id>/comments/", comment_views.post_comment, name="post_comment"),
    path(
        "pictures/<id:picture_id>/comments/list/",
        comment_views.list_comments,
        name="list_comments",
    ),
    path("comments/<id:pk>/", comment_views.permalink, name="comment"),
    path("comments/<id:pk>/edit/", comment_views.edit, name="edit_comment"),
    path("comments/<id:pk>/delete/", comment_views.delete, name="delete_comment"),
    path("me/comments/<id:pk>/", comment_writing.my_comment, name="my_comment"),
    path("me/comments/new/<id:picture_id>/", comment_writing.write, name="write_comment"),
]
