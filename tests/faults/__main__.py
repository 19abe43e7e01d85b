"""`python -m tests.faults [--moments 20] [--held 30] [--seed 16] [--databases sqlite postgres]`: an installation disturbed at length, its counts printed.

CI plays four moments and eight seconds. Some minutes on either database; ends with what pytest ends with.
"""

import argparse
import os
import subprocess
import sys


def main() -> int:
    """Play the faults on each database."""
    parser = argparse.ArgumentParser(description="Kill, fill, hold and set back an installation at work, and count what is lost, doubled or half done")
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--held", type=float, default=30, help="seconds for which the database is held")
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    asked = parser.parse_args()
    how = {"FAULT_MOMENTS": str(asked.moments), "FAULT_HELD": str(asked.held), "FAULT_SEED": str(asked.seed)}
    ended = [
        subprocess.run([sys.executable, "-m", "pytest", "-q", "-s", "tests/faults"], env=os.environ | how | {"DCC_TEST_DATABASE": name}, check=False).returncode
        for name in asked.databases
    ]
    return max(ended)


if __name__ == "__main__":
    sys.exit(main())
