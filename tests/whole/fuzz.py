"""`python -m tests.whole.fuzz [--seed 1] [--requests 5000]`: every form and address of every role, filled with what nobody would type.

In a database of its own that vanishes. Prints each answer of 500 and more, and ends with 1 where there is one. Five thousand take some minutes.
"""

import argparse
import logging
import os
import sys
import tempfile

from tests.moments import NOW


def main() -> int:
    """Fuzz one scene."""
    parser = argparse.ArgumentParser(description="Send bent forms and count the faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=5_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DCC_VAR=folder, DCC_DEBUG="0", DJANGO_SETTINGS_MODULE="dcc.settings")
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415 - it reads its settings now
        from django.core.management import call_command  # noqa: PLC0415
        from django.test.utils import setup_test_environment  # noqa: PLC0415

        django.setup()
        logging.disable(logging.CRITICAL)
        setup_test_environment()
        call_command("migrate", verbosity=0)
        from tests.whole.fuzzing import failures  # noqa: PLC0415
        from tests.whole.matrix_scene import set_scene  # noqa: PLC0415

        found = failures(set_scene(NOW), asked.seed, asked.requests)
    for line in found:
        print(line)
    print(f"seed {asked.seed}: {asked.requests} requests, {len(found)} answers of 500")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
