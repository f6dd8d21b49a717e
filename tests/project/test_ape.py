"""`ape test`, as a user of ape types it, runs a part of the suite."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_ape_test__one_file__passes(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("ape")), "test"),
            *("tests/contracts/strategy/test_veto.py", "-p", "no:cacheprovider", "-p", "no:xdist"),
        ],
        cwd=ROOT,
        env=os.environ | {"APE_DATA_FOLDER": str(tmp_path / "ape")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
