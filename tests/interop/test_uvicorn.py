"""uvicorn on our loop, with Starlette and FastAPI over it and httpx before it."""

import asyncio
import socket
import subprocess
import sys
import textwrap

import fastapi
import httpx
import inside
import pytest
import uvicorn
from starlette import applications, responses, routing

import legacyco

PACKAGES = ["uvicorn", "starlette", "fastapi", "httpx"]

LOOP = "legacyco:new_event_loop"


@legacyco.coroutine
def hello(request):
    assert isinstance((yield from inside.old()), legacyco.Task)
    body = yield from request.body()
    return responses.PlainTextResponse("Hello, " + body.decode())


def starlette_app():
    return applications.Starlette(routes=[routing.Route("/", hello, methods=["POST"])])


def fastapi_app():
    app = fastapi.FastAPI()

    @legacyco.coroutine
    def current_user(name: str = "world"):
        yield from legacyco.sleep(0)
        return name

    user = fastapi.Depends(current_user)

    @app.get("/item/{number}")
    @legacyco.coroutine
    def item(number: int, user: str = user):
        yield from inside.old()
        return {"number": number, "user": user}

    @app.get("/blocking")
    def blocking():
        return {"thread": True}

    return app


class Serving:
    """A uvicorn server in the running loop, and a client for it."""

    def __init__(self, app):
        config = uvicorn.Config(app, log_config=None, lifespan="off", loop=LOOP)
        self.server = uvicorn.Server(config)
        self.sock = socket.create_server(("127.0.0.1", 0))

    async def __aenter__(self):
        await self.server_started()
        self.client = httpx.AsyncClient(base_url="http://127.0.0.1:%d" % self.port)
        return self.client

    async def server_started(self):
        self.port = self.sock.getsockname()[1]
        self.task = asyncio.ensure_future(self.server.serve(sockets=[self.sock]))
        while not self.server.started:
            await asyncio.sleep(0)

    async def __aexit__(self, *exc_info):
        await self.client.aclose()
        self.server.should_exit = True
        await self.task


def test_old_in_new_a_starlette_endpoint(run):
    async def main():
        async with Serving(starlette_app()) as client:
            response = await client.post("/", content="Starlette")
            assert response.text == "Hello, Starlette"

    run(main())


def test_old_in_new_fastapi_operations_and_dependencies(run):
    async def main():
        async with Serving(fastapi_app()) as client:
            response = await client.get("/item/7", params={"name": "old"})
            assert response.json() == {"number": 7, "user": "old"}
            assert (await client.get("/item/seven")).status_code == 422
            assert (await client.get("/blocking")).json() == {"thread": True}

    run(main())


def test_new_in_old_httpx_is_yielded_from(run):
    @legacyco.coroutine
    def main():
        serving = Serving(starlette_app())
        yield from serving.server_started()
        client = httpx.AsyncClient()
        url = "http://127.0.0.1:%d" % serving.port
        answers = yield from legacyco.gather(
            *[client.post(url, content="httpx %d" % number) for number in range(3)]
        )
        assert [each.text for each in answers] == ["Hello, httpx %d" % n for n in range(3)]
        serving.client = client
        yield from serving.__aexit__(None, None, None)

    run(main())


def test_server_run_makes_our_loop(debug):
    seen = []

    @legacyco.coroutine
    def app(scope, receive, send):
        """An ASGI application of its own; its lifespan starts the client."""
        if scope["type"] == "lifespan":
            yield from receive()
            loop = asyncio.get_running_loop()
            # Before 3.12 uvicorn's own run() switches it off, whatever the environment says.
            loop.set_debug(debug)
            loop.slow_callback_duration = 60
            seen.append(asyncio.ensure_future(ask()))
            yield from send({"type": "lifespan.startup.complete"})
            yield from receive()
            yield from send({"type": "lifespan.shutdown.complete"})
            return
        yield from inside.old()
        yield from send({"type": "http.response.start", "status": 200, "headers": []})
        yield from send({"type": "http.response.body", "body": b"run"})

    async def ask():
        try:
            async with httpx.AsyncClient() as client:
                seen.append((await client.get("http://127.0.0.1:%d" % port)).text)
        finally:
            server.should_exit = True

    server = uvicorn.Server(uvicorn.Config(app, loop=LOOP, log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
        server.run(sockets=[sock])
    assert isinstance(seen[0], legacyco.Task)
    assert seen[1] == "run"


@pytest.mark.works_with(
    "``uvicorn --loop legacyco:new_event_loop app:app``, and the same text as *loop* of "
    "``uvicorn.Config``",
    package="uvicorn",
)
def test_the_command_line_takes_our_loop(tmp_path, debug):
    (tmp_path / "app.py").write_text(
        textwrap.dedent("""\
        import asyncio
        import os
        import signal
        import legacyco

        @legacyco.coroutine
        def app(scope, receive, send):
            yield from receive()
            loop = asyncio.get_running_loop()
            loop.set_debug(DEBUG)
            name = type(loop).__module__
            yield from send({"type": "http.response.start", "status": 200, "headers": []})
            yield from send({"type": "http.response.body", "body": name.encode()})
            os.kill(os.getpid(), signal.SIGTERM)
        """).replace("DEBUG", str(debug))
    )
    command = [sys.executable, "-m", "uvicorn", "--loop", LOOP, "--lifespan", "off"]
    command += ["--uds", "socket", "app:app"]
    process = subprocess.Popen(
        command, cwd=str(tmp_path), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    with process:
        for line in process.stderr:
            if "Uvicorn running" in line:
                break
        transport = httpx.HTTPTransport(uds=str(tmp_path / "socket"))
        with httpx.Client(transport=transport) as client:
            assert client.get("http://uvicorn/").text == "legacyco.unix_events"
        rest = process.stderr.read()
    assert "Finished server process" in rest
