"""Benchmarks: the floor and our own code side by side in one run.

Each module that can be run has HELP, `add_arguments(parser)` and `run(options, say)`, and NAME where it is called otherwise than its file. A database of
their own is open meanwhile.
"""
