"""Count primes on a cluster, from an old coroutine, with a progress bar.

python cluster.py 100000
"""

import sys

from distributed import Client, LocalCluster
from tqdm import tqdm

import legacyco as asyncio

STEP = 5000


def primes_in(start, stop):
    """CPU work: a plain function that knows nothing of event loops and clusters."""
    return sum(
        all(number % divisor for divisor in range(2, int(number**0.5) + 1))
        for number in range(max(2, start), stop)
    )


@asyncio.coroutine
def count_primes(executor, size):
    loop = asyncio.get_event_loop()
    work = [
        loop.run_in_executor(executor, primes_in, start, min(start + STEP, size))
        for start in range(0, size, STEP)
    ]
    total = 0
    with tqdm(total=len(work), unit="step") as bar:
        for each in asyncio.as_completed(work):
            total += yield from each
            bar.update()
    return total


def main(size):
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            print(asyncio.run(count_primes(client.get_executor(pure=False), size)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
