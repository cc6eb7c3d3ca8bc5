"""The program as Python's MCP client sees it: both protocol eras, over standard input and output and over HTTP.

Prints a line for each check, and "N passed, N failed" at the end. `scripts/clients.sh` says what the variables are.
"""

import asyncio
import json
import os
import sys
import tempfile
import urllib.request

from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import ElicitResult

PROGRAM = os.environ["PROGRAM"]
DEMO_URL = os.environ["DEMO_URL"]
STUCK_URL = os.environ["STUCK_URL"]
STUCK = {"PAGERDUTY_API_TOKEN": "any", "PAGERDUTY_API_URL": os.environ["STUCK_UPSTREAM"]}

ERAS = {"auto": "2026-07-28", "legacy": "2025-11-25"}


def check(expected, actual):
    if actual != expected:
        raise AssertionError(f"{actual!r} instead of {expected!r}")


async def lists(client, version):
    check(version, client.protocol_version)
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    check(True, len(tools) >= 12)
    check(True, tools["get_incidents"].annotations.read_only_hint)
    check("object", tools["get_incidents"].input_schema["type"])
    resources = (await client.list_resources()).resources
    check(["docs://tools", "pagerduty://oncall/me"], [str(resource.uri) for resource in resources])
    read = await client.read_resource("docs://tools")
    check(True, "## `get_incidents`" in read.contents[0].text)
    check(True, "triage" in [prompt.name for prompt in (await client.list_prompts()).prompts])
    prompt = await client.get_prompt("triage", {"incident": "1234"})
    check(True, "incident 1234" in prompt.messages[0].content.text)


async def answers(client, _):
    result = await client.call_tool("get_incidents", {"limit": 2})
    check(False, bool(result.is_error))
    check(2, result.structured_content["metadata"]["count"])
    check(2, len(result.structured_content["incidents"]))
    check(result.structured_content, json.loads(result.content[0].text))


async def errors(client, _):
    result = await client.call_tool("get_incidents", {"limit": 0})
    check(True, result.is_error)
    check("INVALID_PARAMETER", result.structured_content["error"]["code"])
    check(result.structured_content, json.loads(result.content[0].text))
    try:
        await client.call_tool("get_incident", {})
    except MCPError as error:
        check(-32602, error.error.code)
    else:
        raise AssertionError("an unknown tool is no error")


async def at_once(client, _):
    calls = [client.call_tool("get_teams", {"limit": limit}) for limit in range(1, 9)]
    counts = [result.structured_content["metadata"]["count"] for result in await asyncio.gather(*calls)]
    check(True, counts == sorted(counts) and counts[0] == 1)


async def cancels(client, cancelled):
    before = await cancelled()
    call = asyncio.create_task(client.call_tool("get_teams", {"query": "any"}))
    await asyncio.sleep(0.5)
    call.cancel()
    for _ in range(30):
        if await cancelled() > before:
            break
        await asyncio.sleep(0.1)
    else:
        raise AssertionError("the server goes on with a call that was cancelled")
    check(True, len((await client.list_tools()).tools) >= 12)


async def consents(client, person):
    """What pages people is asked about: a no changes nothing, a yes is asked for once and done."""
    for action, code in (("decline", "NOT_CONFIRMED"), ("accept", None)):
        person.answer, person.questions = action, []
        result = await client.call_tool("create_incident", {"service_id": "Checkout API", "title": "Tills are down"})
        check(code, result.structured_content.get("error", {}).get("code"))
        check(1, len(person.questions))
        check(True, "Tills are down" in person.questions[0] and "This pages" in person.questions[0])
    check("triggered", result.structured_content["incidents"][0]["status"])


class Person:
    """Somebody in front of a client who answers every question alike."""

    def __init__(self):
        self.answer, self.questions = "decline", []

    async def ask(self, _, params):
        self.questions.append(params.message)
        return ElicitResult(action=self.answer, content={} if self.answer == "accept" else None)


async def cancelled_over_http():
    def read():
        with urllib.request.urlopen(STUCK_URL.replace("/mcp", "/metrics")) as response:
            return response.read().decode()

    lines = (await asyncio.to_thread(read)).splitlines()
    return sum(float(line.split()[-1]) for line in lines if "_calls_total" in line and '"CANCELLED"' in line)


def stdio(arguments, env=None, log=sys.stderr):
    return stdio_client(StdioServerParameters(command=PROGRAM, args=arguments, env=env), errlog=log)


async def main():
    passed = failed = 0

    async def run(name, server, mode, of_client, **options):
        nonlocal passed, failed
        try:
            async with asyncio.timeout(20), Client(server, mode=mode, **options) as client:
                await of_client(client)
            passed += 1
            print(f"  ok   {name}")
        except Exception as error:  # Whatever it is, the next check comes.
            failed += 1
            print(f"  FAIL {name}: {error!r}")

    for mode, version in ERAS.items():
        for checks in (lists, answers, errors, at_once):
            for transport in ("stdio", "http"):
                server = stdio(["--demo"]) if transport == "stdio" else DEMO_URL
                await run(f"{mode} {transport} {checks.__name__}", server, mode, lambda c: checks(c, version))
        person = Person()
        server = stdio(["--demo", "--toolsets", "all"])
        await run(f"{mode} stdio consents", server, mode, lambda c: consents(c, person), elicitation_callback=person.ask)
        with tempfile.TemporaryFile("w+") as log:

            async def cancelled():
                log.seek(0)
                return sum('"outcome":"CANCELLED"' in line for line in log)

            server = stdio(["--log", "info", "--log-format", "json"], STUCK, log)
            await run(f"{mode} stdio cancels", server, mode, lambda c: cancels(c, cancelled))
        # In the older era the cancellation is a POST of its own, which only a session could lead to the call.
        if mode == "auto":
            await run(f"{mode} http cancels", STUCK_URL, mode, lambda c: cancels(c, cancelled_over_http))

    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


asyncio.run(main())
