"""Check files, print what is wrong; the exit code tells."""

import sys
from collections import Counter
from pathlib import Path

from tests.reporting.ledger_checker import check

broken = [(path, sentence) for path in sys.argv[1:] for sentence in check(Path(path))]
for path, sentence in broken[:200]:
    print(f"{path}: {sentence}")
for name, count in Counter(sentence.split(":")[0] for _path, sentence in broken).most_common():
    print(f"{count:>6}  {name}")
sys.exit(1 if broken else 0)
