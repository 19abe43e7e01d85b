"""How gunicorn serves DCC: the address is given at the call."""

worker_class = "gthread"
workers = 2
threads = 8
worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a disk
control_socket_disable = True  # nothing is written into the home of the account
