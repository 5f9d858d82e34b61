"""An import is carried out by a process of its own, so that no worker of the site waits for it or ends with it."""

import subprocess
import sys
import time
from threading import Thread
from typing import Final
from uuid import UUID

from baken.directory.feeds import kept

_A_LITTLE_SECONDS: Final = 2.0  # most files are looked at in less
_LOOK_EVERY_SECONDS: Final = 0.1


def launch(run_id: UUID) -> None:
    """The process holds the lock of the run for as long as it lives. Raises FeedError when it is under way already."""
    with kept.lock_of(run_id) as lock:
        process = subprocess.Popen(
            _command(run_id),
            pass_fds=(lock,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    Thread(target=process.wait, daemon=True).start()  # so that the system forgets it when it ends


def _command(run_id: UUID) -> list[str]:
    return [sys.executable, "-m", "baken", "import", "kept", str(run_id)]


def wait_a_little(run_id: UUID) -> None:
    """Until it is done, or long enough for a person to see that it takes longer."""
    until = time.monotonic() + _A_LITTLE_SECONDS
    while kept.at_work(run_id) and time.monotonic() < until:
        time.sleep(_LOOK_EVERY_SECONDS)
