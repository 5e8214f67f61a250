"""Callers: each waits for its answer before it asks again, as coroutines or as threads."""

from asyncio import gather
from collections.abc import Awaitable, Callable, Sequence
from threading import Barrier, Thread
from time import perf_counter

from benchmarks.measurement import Sample

Ask = Callable[[], Awaitable[None]]
Call = Callable[[], None]


async def coroutines(callers: Sequence[Ask], seconds: float) -> Sample:
    """All callers until the time is up; who has asked waits for the answer."""
    begun = perf_counter()
    until = begun + seconds
    latencies: list[float] = []

    async def call(ask: Ask) -> None:
        at = perf_counter()
        while at < until:
            await ask()
            now = perf_counter()
            latencies.append(now - at)
            at = now

    await gather(*(call(ask) for ask in callers))
    return Sample(len(latencies), perf_counter() - begun, latencies)


def threads(callers: Sequence[Call], seconds: float) -> Sample:
    """The same with a thread a caller. Raises what a caller raised."""
    latencies: list[float] = []
    faults: list[BaseException] = []
    barrier = Barrier(len(callers) + 1)

    def call(ask: Call) -> None:
        barrier.wait()
        at = perf_counter()
        until = at + seconds
        try:
            while at < until and not faults:
                ask()
                now = perf_counter()
                latencies.append(now - at)
                at = now
        except BaseException as fault:
            faults.append(fault)

    running = [Thread(target=call, args=(ask,), daemon=True) for ask in callers]
    for thread in running:
        thread.start()
    barrier.wait()
    begun = perf_counter()
    for thread in running:
        thread.join()
    if faults:
        raise faults[0]
    return Sample(len(latencies), perf_counter() - begun, latencies)


def one(call: Call, seconds: float) -> Sample:
    """One caller in the calling thread itself."""
    latencies: list[float] = []
    taken = 0.0
    while taken < seconds:
        begun = perf_counter()
        call()
        latencies.append(perf_counter() - begun)
        taken += latencies[-1]
    return Sample(len(latencies), taken, latencies)


def batches(do: Callable[[], tuple[int, float]], seconds: float) -> Sample:
    """Batch after batch until so much time was measured; each says how many and how long."""
    done, taken = 0, 0.0
    while taken < seconds:
        more, longer = do()
        done, taken = done + more, taken + longer
    return Sample(done, taken)
