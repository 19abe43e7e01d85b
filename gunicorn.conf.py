"""How gunicorn serves DCC: the address is given at the call.

Each thread holds at most one connection to the database, and gives it back when it had nothing to do for half a minute.
"""

import os

worker_class = "gthread"
workers = int(os.environ.get("DCC_WEB_PROCESSES", "2"))
threads = int(os.environ.get("DCC_WEB_THREADS", "8"))
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a disk
control_socket_disable = True  # nothing is written into the home of the account
