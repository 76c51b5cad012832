"""Search in words that the public may read; the same hits on every database.

`words` takes text apart, `documents` says what is searched of a picture, `indexing` keeps it in
tables, `asking` reads what somebody typed, `finding` answers.
"""
