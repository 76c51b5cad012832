"""What `make bench`, `make chaos` and `make soak` run; nothing of it is part of the product."""
