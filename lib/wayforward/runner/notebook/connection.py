"""How a kernel is reached: by sockets in a folder that only this user can enter, where the system has such sockets.

Elsewhere by ports of the loopback network, which other users of the machine share, and so in cipher. The file that
holds a kernel's keys lies in the same private folder, so that a killed run does not leave it.
"""

import secrets
import socket
from pathlib import Path

from traitlets.config import Config

from wayforward.runner.private_folder import own_folder

LONGEST = 90        # letters of a socket's path, without its number; the system has room for about a hundred


def connection() -> Config:
    """The settings of one new kernel's manager."""
    file = own_folder(sockets=True) / f"kernel-{secrets.token_hex(8)}.json"
    settings = {"transport": "ipc"} if _has_sockets(file) else {"transport_encryption": "auto"}
    return Config({"KernelManager": {"connection_file": str(file), **settings}})


def _has_sockets(file: Path) -> bool:
    return hasattr(socket, "AF_UNIX") and len(str(file)) <= LONGEST
