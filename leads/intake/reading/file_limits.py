"""How much of a file is read, and how long: every limit of reading in one place.

They are checked before the parser sees the file where that can be done; a file past one of them gets a clear refusal, never a part of its rows.
"""

FILE_BYTES = 20 * 1024**2
ROWS = 200_000
COLUMNS = 200
HEADER_WITHIN = 20  # rows: titles and notes may stand above the header

UNPACKED_BYTES = 200 * 1024**2  # of an xlsx, which is a zip archive
RATIO = 100  # unpacked to packed; a real sheet of a million rows has 11 …
RATIO_FROM_BYTES = 10 * 1024**2  # … but a small one may well be blank, so only large ones are asked
ENTRIES = 2_000  # parts of the archive, pictures not counted: each sheet may bring a handful

CHILD_MEMORY_BYTES = 1024**3
CHILD_CPU_SECONDS = 30  # the slowest honest file, a web page of 20 MB, takes ten
CHILD_WALL_SECONDS = 60
CHILD_OUTPUT_BYTES = 400 * 1024**2
