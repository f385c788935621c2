"""Which schedulers may be spoken to."""

import socket

import dask
import pytest

from wayforward.errors import RefusedParameters
from wayforward.runner.pools.address import check_address, check_network, is_safe
from wayforward.runner.pools.cluster import Cluster

TLS = {"distributed.comm.tls": {"ca-file": "ca.pem", "client": {"cert": "cert.pem", "key": "key.pem"}}}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786",
                                     "tcp://127.8.0.1:1"])
def test_this_machine_may(address):
    check_address(address)
    check_network(address, [address, "tls://10.0.0.1:1"])


@pytest.mark.parametrize("address", [
    "tcp://10.0.0.1:8786", "10.0.0.1:8786", "scheduler:8786", "tcp://scheduler.council.gov.uk:8786", "tcp://0.0.0.0:1",
    "tcp://localhost.example.org:1", "tcp://127.0.0.1.example.org:1", "tcp://127.0.0.1@example.org:1", "ws://127.0.0.1:1",
    "ucx://127.0.0.1:1", "tcp://[::]:1", "", "tcp://:8786", "TLS://example.org:1"])
def test_another_may_not_without_tls_and_the_cure_is_told(address):
    with pytest.raises(RefusedParameters, match=r"start scheduler, workers and run with TLS .* --host 127\.0\.0\.1"):
        check_address(address)
    with pytest.raises(RefusedParameters, match="others could listen to"):
        check_network("tcp://127.0.0.1:8786", ["tcp://127.0.0.1:1", address])
    assert not is_safe(address)


def test_with_tls_any_may_once_it_is_set_up():
    with pytest.raises(RefusedParameters, match=r"lack distributed.comm.tls ca-file, client.cert, client.key"):
        check_address("tls://10.0.0.1:8786")
    with dask.config.set(TLS):
        check_address("tls://10.0.0.1:8786")


def test_nothing_is_sent_to_one_that_may_not():
    with socket.create_server(("0.0.0.0", 0)) as server:
        server.settimeout(0.2)
        with pytest.raises(RefusedParameters):
            Cluster(f"tcp://0.0.0.0:{server.getsockname()[1]}")     # which reaches this machine all the same
        with pytest.raises(TimeoutError):
            server.accept()
