"""The key of the hashes that stand for a council's returns where a run may leave.

With a plain hash, whoever guesses what a small file holds can see that the guess is right. With a key that stays
inside, nobody outside can; the council itself can still tell whether two runs read the same.
"""

import hashlib
import hmac
import secrets
from pathlib import Path

from filelock import FileLock

from wayforward.errors import RefusedInputs
from wayforward.runner.run_folder import PRIVATE_FILE, make_private, write

NAME, LENGTH = ".key", 32


def read_key(runs: Path) -> bytes:
    """The key of a folder of runs, made on first use; RefusedInputs for a file that is none."""
    path, lock = runs / NAME, runs / ".locks" / "key.lock"
    make_private(lock.parent)
    with FileLock(lock, mode=PRIVATE_FILE):
        if not path.exists():
            write(path, secrets.token_bytes(LENGTH))
        key = path.read_bytes()
    if len(key) != LENGTH:
        raise RefusedInputs(f"{runs.name}/{NAME}: expected {LENGTH} bytes, the key of hashes; got {len(key)}. Put it "
                            "back from a copy, or delete it: then earlier hashes cannot be compared with new ones")
    return key


def keyed(key: bytes, sha256: str) -> str:
    """HMAC-SHA256 over a file's hash."""
    return hmac.new(key, sha256.encode(), hashlib.sha256).hexdigest()
