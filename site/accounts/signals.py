"""What the apps above accounts answer when somebody leaves or wants their data.

Each receiver is called with `user`.

- `departure_requested`: the account will be deleted; hide what should not be seen meanwhile.
- `departure_undone`: it will not.
- `departing`: it is deleted now, in this transaction; `keep` is a list of names of what stays
  (`comments`, `pictures`). Receivers remove what does not stay. Files go with
  `transaction.on_commit`.
- `data_wanted`: answer `{name: rows}`, where rows is JSON (a list or a dict) and `name` becomes
  the file `<name>.json`; files besides: `{"files": {path in the archive: function that opens it}}`.
  A file that cannot be opened raises OSError; the archive then names it as missing.
"""

from django.dispatch import Signal

departure_requested = Signal()
departure_undone = Signal()
departing = Signal()
data_wanted = Signal()
