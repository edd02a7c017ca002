"""A Temporal worker that knows nothing of Punctual: address, task queue and ledger file are its arguments."""

import asyncio
import sys
from pathlib import Path

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

TARGET, TASK_QUEUE, LEDGER = sys.argv[1], sys.argv[2], Path(sys.argv[3])


def note(line):
    with LEDGER.open("a", encoding="utf-8") as ledger:
        ledger.write(line + "\n")


@activity.defn
async def echo(*given: object) -> object:
    note(f"echo {given[0]}")
    return list(given)


@activity.defn
async def odd(nan: bool) -> dict:
    return {"nul": "a\0b", "huge": 1e300, "tiny": 1e-300, "more": float("nan") if nan else 0}


@activity.defn
async def flaky(name: str, attempt: str) -> str:
    note(f"{name} attempt {attempt}")
    if int(attempt) < 2:
        raise ValueError("not yet")
    return attempt


@activity.defn
async def hopeless() -> None:
    raise ApplicationError("no such report", type="ReportError", non_retryable=True)


@activity.defn
async def patient(name: str, attempt: str) -> None:
    note(f"{name} begins {attempt}")
    try:
        while True:
            activity.heartbeat()
            await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        note(f"{name} cancelled {attempt}")
        raise


@activity.defn
async def silent() -> None:
    await asyncio.sleep(3600)


@workflow.defn
class Digest:
    @workflow.run
    async def run(self, name: str, pages: int) -> dict:
        await asyncio.sleep(1)
        return {"name": name, "pages": pages, "id": workflow.info().workflow_id}


@workflow.defn
class Endless:
    @workflow.run
    async def run(self) -> None:
        await asyncio.sleep(3600)


async def main():
    client = await Client.connect(TARGET)
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[Digest, Endless],
        activities=[echo, odd, flaky, hopeless, patient, silent],
    )
    note("listening")
    await worker.run()


# the workflow sandbox loads this file a second time, under another name
if __name__ == "__main__":
    asyncio.run(main())
