import asyncio

out = []


def see(value):
    out.append(repr(value))


class Block:
    async def __aenter__(self):
        see("enter")
        return 5

    async def __aexit__(self, kind, error, trace):
        see(kind.__name__ if kind else None)
        return kind is ValueError


async def double(value, *, plus=0):
    see(("double", value))
    await asyncio.sleep(0)
    return value * 2 + plus


async def main():
    waiting = double(1, plus=3)
    see("made")
    see(await waiting)
    try:
        await waiting
    except RuntimeError as error:
        see(str(error))
    async with Block() as block:
        see(block)
    async with Block():
        raise ValueError("swallowed")
    see(await asyncio.gather(double(2), double(4)))
    return "end"


see(asyncio.run(main()))
loop = asyncio.new_event_loop()
see(loop.run_until_complete(double(7)))
loop.close()
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    see(str(error))
try:
    double()
except TypeError as error:
    see(str(error))
