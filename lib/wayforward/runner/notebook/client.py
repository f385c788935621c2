"""A kernel's client that waits for it no longer than it takes, and by no clock that somebody may set."""

import time
from queue import Empty

import zmq
from jupyter_client.asynchronous import AsyncKernelClient

PATIENCE = 1.0      # seconds after which a question is asked again: a kernel that is not listening yet hears nothing
KNOCK = 5           # milliseconds between two attempts to reach a kernel
AFTER = 0.05        # seconds for the end of an answer: where the channel of outputs was not open yet, it is lost


class DiedAtOnce(RuntimeError):
    """The kernel died before it was ready: nothing has run in it."""


class PromptClient(AsyncKernelClient):
    """jupyter_client's own, ready as soon as the kernel has answered on both channels.

    It waits a fixed fifth of a second for anything else that might still be said; the `idle` that ends the kernel's own
    answer says that there is nothing.
    """

    def start_channels(self, *which, **more) -> None:
        """Knocks often: at first nobody listens, and a tenth of a second is long for a kernel that is forked."""
        self.context.setsockopt(zmq.RECONNECT_IVL, KNOCK)
        super().start_channels(*which, **more)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """DiedAtOnce if the kernel dies; RuntimeError if it takes longer than `timeout` seconds."""
        until = time.monotonic() + (timeout or float("inf"))
        while not await self._answers(self.kernel_info()):
            if not await self.is_alive():
                raise DiedAtOnce("the kernel died before it was ready")
            if time.monotonic() > until:
                raise RuntimeError(f"the kernel was not ready in {timeout:.0f} seconds")

    async def _answers(self, question: str) -> bool:
        """Whether the reply to a question comes, and then its end on the channel of outputs."""
        try:
            await self._heard(PATIENCE, self.shell_channel, question, "kernel_info_reply")
            await self._heard(AFTER, self.iopub_channel, question, "status", execution_state="idle")
        except Empty:
            return False
        return True

    @staticmethod
    async def _heard(seconds: float, channel, question: str, kind: str, **content: str) -> dict:
        """The next message of a kind that a question caused; Empty if none comes in time."""
        until = time.monotonic() + seconds
        while True:
            message = await channel.get_msg(timeout=max(until - time.monotonic(), 0))
            ours = message["parent_header"].get("msg_id") == question and message["msg_type"] == kind
            if ours and content.items() <= message["content"].items():
                return message


NAME = f"{PromptClient.__module__}.{PromptClient.__qualname__}"
