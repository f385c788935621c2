"""How a kernel is reached, and that nobody else can reach it."""

import json

import pytest

from wayforward.runner.job import COLD, WARM
from wayforward.runner.notebook import connection
from wayforward.runner.notebook.execute import execute
from wayforward.runner.pools.warm.template import available
from wayforward.runner.private_folder import own_folder

pytestmark = pytest.mark.skipif(not available(), reason="this system has no such sockets")

OWN = 1     # port by which ipykernel gathers what its own children print; what it takes is signed with a secret word
TELL = """\
import json, pathlib, psutil, sys
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
sockets, file = (pathlib.Path(each).parent.name for each in (app.ip, sys.argv[sys.argv.index("-f") + 1]))
ports = [each.laddr.port for each in psutil.Process().net_connections("inet")]
address = app.ip if app.transport == "tcp" else sockets
print(json.dumps([app.transport, address, file, app.curve_secretkey is not None, len(ports)]))
"""


def told(home, notebook, kernel: str) -> list:
    """What a kernel says of its own connection."""
    values = {"period": "2025-26-Q4", "area": "hertfordshire", "as_at": "", "data": "data", "findings": str(home)}
    executed = execute(notebook("1-local-community", TELL), values, kernel=kernel)
    return json.loads(executed.nb.cells[4].outputs[0].text)


@pytest.fixture(params=[COLD, WARM])
def kernel(request):
    return request.param


def test_a_kernel_is_asked_in_the_private_folder_and_not_on_the_network(home, notebook, kernel):
    transport, sockets, file, _, ports = told(home, notebook, kernel)
    assert (transport, ports) == ("ipc", OWN)
    assert sockets == file == own_folder(sockets=True).name
    assert not list(own_folder(sockets=True).glob("kernel-*"))      # nothing stays


def test_where_there_are_no_such_sockets_it_talks_in_cipher_on_this_machine_alone(home, notebook, kernel, monkeypatch):
    monkeypatch.setattr(connection, "LONGEST", 10)
    transport, address, file, in_cipher, ports = told(home, notebook, kernel)
    assert (transport, address, in_cipher) == ("tcp", "127.0.0.1", True)
    assert ports >= OWN + 5
    assert file == own_folder(sockets=True).name
