"""Whether what is said to a scheduler or worker can be overheard: on this machine it stays, elsewhere it is in cipher.

Whoever is heard by dask's processes, or answers in their place, can run any code in them. So other machines are spoken
to with TLS alone, where each side shows a certificate that the council has signed.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from wayforward.errors import RefusedParameters

SETTINGS = ("ca-file", "client.cert", "client.key")     # of dask's distributed.comm.tls
CURE = ("start scheduler, workers and run with TLS (docs/running.md, “Many areas: a cluster”) and name its address, "
        "tls://HOST:8786; or, on this machine alone, start them with --host 127.0.0.1")


def check_address(address: str) -> None:
    """RefusedParameters, before anything is sent, for a scheduler that must not be spoken to."""
    if is_tls(address):
        missing = [name for name in SETTINGS if not _setting(name)]
        if missing:
            raise RefusedParameters(f"scheduler: {address} asks for TLS, and dask's settings lack distributed.comm.tls "
                                    f"{', '.join(missing)}; docs/running.md says how to set them")
    elif not is_loopback(address):
        raise RefusedParameters(f"scheduler: what is said to {address} could be overheard and answered by others; "
                                f"{CURE}")


def check_network(address: str, others: Iterable[str]) -> None:
    """RefusedParameters where a scheduler that was asked here is, or has workers, elsewhere without TLS."""
    open_ones = sorted(each for each in others if not is_safe(each))
    if open_ones:
        raise RefusedParameters(f"scheduler: behind {address} others could listen to {', '.join(open_ones)}; {CURE}")


def is_safe(address: str) -> bool:
    """Whether nobody else can listen."""
    return is_tls(address) or is_loopback(address)


def is_tls(address: str) -> bool:
    """Whether it is spoken to in cipher."""
    return address.startswith("tls://")


def is_loopback(address: str) -> bool:
    """Whether it is this machine's own, by its number or the name localhost."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        host = parts.hostname or ""
        return parts.scheme == "tcp" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:      # no number
        return False


def _setting(name: str) -> str | None:
    import dask
    return dask.config.get(f"distributed.comm.tls.{name}", None)
