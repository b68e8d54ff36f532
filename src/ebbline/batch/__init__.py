"""Many archives at once: each file's reading to a Parquet file of its own, and all of them into one ledger."""

from ebbline.batch.files import Task, plan
from ebbline.batch.merging import Tally, merge
from ebbline.batch.task import Job, Result, read_file

__all__ = ["Job", "Result", "Tally", "Task", "merge", "plan", "read_file"]
