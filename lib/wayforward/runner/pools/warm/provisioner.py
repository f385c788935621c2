"""The door of Jupyter's kernel launchers: a kernel named wayforward-warm is forked from the template."""

import asyncio
import time
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from wayforward.errors import WayforwardError
from wayforward.runner.pools.warm.template import Child, available, shared

KERNEL = "wayforward.runner.pools.warm.kernel:start"
LAUNCHER = ["-m", "ipykernel_launcher"]
PAUSE = 0.003       # seconds between two looks at a kernel that is ending
KILLED = 2.0        # seconds in which a killed one is gone


def _fork(argv: list[str], kwargs: dict[str, Any]) -> Child:
    return shared().fork(KERNEL, argv, kwargs.get("env"), kwargs.get("cwd"))


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by a fork of the shared template; in the ordinary way where there is none to be had.

    lost: whether the kernel ended because its template did
    """

    lost = False

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """See LocalProvisioner."""
        if not available() or cmd[1:3] != LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        try:
            child = await asyncio.to_thread(_fork, cmd[3:], kwargs)
        except WayforwardError as error:
            self.log.warning("%s; this kernel starts in the ordinary way", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid, self.cwd = child, child.pid, child.pid, kwargs.get("cwd")
        return self.connection_info

    async def wait(self) -> int | None:
        """See LocalProvisioner."""
        if not isinstance(self.process, Child):
            return await super().wait()
        child = self.process
        while child.poll() is None:
            await asyncio.sleep(PAUSE)
        self._release()
        return child.returncode

    async def send_signal(self, signum: int) -> None:
        """See LocalProvisioner."""
        if isinstance(self.process, Child):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Ends the kernel and sees it gone, so that nobody has to look again a tenth of a second later."""
        await super().kill(restart)
        end = time.monotonic() + KILLED
        while isinstance(self.process, Child) and self.process.poll() is None and time.monotonic() < end:
            await asyncio.sleep(PAUSE)

    async def cleanup(self, restart: bool = False) -> None:
        """See LocalProvisioner; a kernel that still runs is ended."""
        self._release()
        await super().cleanup(restart)

    def _release(self) -> None:
        if isinstance(self.process, Child):
            self.lost = self.process.lost
            self.process.close()
            self.process = None
