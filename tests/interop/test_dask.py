"""A dask.distributed cluster as an executor: two workers, in processes of their own."""

import asyncio
import concurrent.futures
import os
import signal
import subprocess
import sys
import textwrap
import time
from subprocess import PIPE

import distributed
import findings
import inside
import pytest

import legacyco

PACKAGES = ["distributed", "tqdm"]

# Dask and its dependencies have their own deprecations.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def client():
    settings = {
        "distributed.scheduler.allowed-failures": 0,
        "distributed.worker.daemon": False,
        "distributed.scheduler.worker-saturation": 1.0,
    }
    with distributed.dask.config.set(settings):
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as client:
            yield client


@pytest.fixture
def executor(client):
    # Results of functions without a result of their own would be remembered.
    executor = client.get_executor(pure=False)
    yield executor
    executor.shutdown()


def square(number):
    return number * number, os.getpid()


def fail(text):
    raise LookupError(text)


@legacyco.coroutine
def appears(path):
    while not os.path.exists(path):
        yield from legacyco.sleep(0.01)


def test_old_in_new_results_come_from_both_processes(run, executor):
    @legacyco.coroutine
    def main():
        loop = asyncio.get_running_loop()
        work = [loop.run_in_executor(executor, square, number) for number in range(8)]
        results = yield from legacyco.gather(*work)
        assert [result for result, _ in results] == [number**2 for number in range(8)]
        processes = {process for _, process in results}
        assert len(processes) == 2 and os.getpid() not in processes
        yield from inside.old()

    run(main())


def test_new_in_old_wrap_future_and_as_completed(run, executor):
    @legacyco.coroutine
    def main():
        loop = asyncio.get_running_loop()
        assert (yield from legacyco.wrap_future(executor.submit(square, 3)))[0] == 9
        loop.set_default_executor(executor)
        work = [loop.run_in_executor(None, square, number) for number in range(4)]
        done = 0
        for each in legacyco.as_completed(work):
            yield from each
            done += 1
        assert done == 4

    run(main())


def test_old_in_new_exceptions_keep_their_class_and_text(run, executor):
    async def main():
        loop = asyncio.get_running_loop()
        with pytest.raises(LookupError, match="^'?from a worker"):
            await loop.run_in_executor(executor, fail, "from a worker")

    run(main())


def test_old_in_new_cancellation_reaches_work_that_has_not_begun(run, executor, tmp_path):
    async def main():
        loop = asyncio.get_running_loop()
        blocked = [str(tmp_path / name) for name in "ab"]
        holding = [executor.submit(wait_for_file, path) for path in blocked]
        try:
            waiting = executor.submit(square, 2)
            future = legacyco.wrap_future(waiting, loop=loop)
            with pytest.raises(asyncio.TimeoutError):
                await legacyco.wait_for(future, 0.01)
            assert future.cancelled()
            assert waiting.cancelled()
        finally:
            for path in blocked:
                open(path, "w").close()
        await legacyco.gather(*map(legacyco.wrap_future, holding))

    run(main())


def wait_for_file(path):
    while not os.path.exists(path):
        time.sleep(0.01)


@pytest.mark.works_with(
    "a lost worker's work is begun again elsewhere; after "
    "``distributed.scheduler.allowed-failures`` (3) losses the future raises "
    "``distributed.KilledWorker``",
    package="distributed",
)
def test_old_in_new_the_loss_of_a_worker_is_an_exception(run, client, executor, tmp_path):
    @legacyco.coroutine
    def main():
        loop = asyncio.get_running_loop()
        path = str(tmp_path / "pid")
        future = loop.run_in_executor(executor, run_and_tell, path)
        yield from appears(path)
        with open(path) as file:
            os.kill(int(file.read()), signal.SIGKILL)
        with pytest.raises(distributed.KilledWorker):
            yield from future
        # The cluster has another by then, or will.
        assert (yield from loop.run_in_executor(executor, square, 5))[0] == 25

    run(main())
    client.wait_for_workers(2, timeout=60)


def run_and_tell(path):
    with open(path + ".new", "w") as file:
        file.write(str(os.getpid()))
    os.rename(path + ".new", path)
    while True:
        time.sleep(0.01)


def test_it_is_a_concurrent_futures_executor(executor):
    assert isinstance(executor, concurrent.futures.Executor)


def test_the_example_of_the_documentation_counts_and_shows_its_progress():
    example = findings.ROOT / "docs" / "examples" / "cluster.py"
    done = subprocess.run(
        [sys.executable, str(example), "100000"], stdout=PIPE, stderr=PIPE, text=True, timeout=60
    )
    assert done.stdout == "9592\n", done.stderr
    assert "100%" in done.stderr and "20/20" in done.stderr
    page = (findings.ROOT / "docs" / "beyond-one-machine.rst").read_text()
    body = example.read_text().partition("@asyncio.coroutine\n")[2].rpartition("\n\nif __name__")[0]
    assert textwrap.indent(body, "    ").strip() in page
