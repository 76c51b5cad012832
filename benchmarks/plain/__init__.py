"""A plain Wagtail site with one page of pictures: what our pages are compared with in a browser."""
