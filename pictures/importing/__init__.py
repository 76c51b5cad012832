"""Many files at once: from a disk, a zip or a folder to picture pages.

`batches.start_batch`, `batches.summary` · `receiving.add_file`, `add_zip`, `add_folder`,
`add_address` · `editing.edit_files`, `decide_near`, `retry`, `leave_out` · `registering.register`.
A file that cannot come in is a row that says why; its neighbours come in.
"""
