"""The whole gallery in one archive, and back into an empty site on any of the three databases.

An archive is a tar file, in this order:

    rows/<number>-<app.model>.jsonl.gz   a header {"model", "fields"}, then a list of values a row
    media/<storage>/<name>               the files that the rows name
    listing.jsonl.gz                     name, size in bytes and SHA-256 of each member above
    manifest.json                        `archive.Manifest`; an archive cut short has none

`writing.write` makes one, `reading.verify` checks it, `restoring.restore` brings it back. See
docs/backup.md.
"""
