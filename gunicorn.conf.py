"""How gunicorn serves DCC: the address is given at the call.

Each thread holds at most one connection to the database, and gives it back when it had nothing to do for half a minute.
"""

import os
from pathlib import Path

worker_class = "gthread"
workers = int(os.environ.get("DCC_WEB_PROCESSES", "2"))
threads = int(os.environ.get("DCC_WEB_THREADS", "8"))
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a disk
control_socket_disable = True  # nothing is written into the home of the account
os.umask(0o077)  # what is written belongs to the account alone

if os.environ.get("DCC_METRICS"):
    counts = Path(os.environ.get("DCC_VAR") or Path(__file__).parent / "var") / "metrics"
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)  # before anything counts


def on_starting(server) -> None:
    """Begin with no counts of an earlier life."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counts.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in counts.glob("*.db"):
            left.unlink(missing_ok=True)


def child_exit(server, worker) -> None:
    """Keep what a process counted when it ends."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess  # noqa: PLC0415 - reads at its import where the counts are kept

        multiprocess.mark_process_dead(worker.pid)
