"""The report at exit: text, JSON and HTML."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser

import pytest

import legacyco
from legacyco import history
from legacyco.adoption import AdoptionError, counts, report
from legacyco.adoption.report import Line, render

ROOT = os.path.dirname(os.path.dirname(legacyco.__file__))

FOUND = [
    Line(
        "alpha",
        "/a/<b>.py",
        3,
        1,
        "async-name",
        "asyncio.async()",
        "gone since Python 3.7",
        "asyncio.ensure_future()",
        1,
    ),
    Line("alpha", "/a/<b>.py", 9, 0, "with-lock", 'a "quoted" & <b>thing</b>', "different", "x", 2),
    Line("beta", "/b.py", 1, 0, "loop-argument", "loop=", "gone since Python 3.10", "nothing", 12),
]

PROGRAM = """\
import asyncio
import sys

import oldpackage

sys.exit(oldpackage.main())
"""
PACKAGE = """\
import asyncio

@asyncio.coroutine
def work(loop):
    for _ in range(3):
        yield from asyncio.sleep(0, loop=loop)

def main():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(work(loop))
    loop.close()
    return 5
"""


@pytest.fixture
def program(tmp_path):
    """Write a program and its old package; return a function that runs it with arguments."""
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "oldpackage.py").write_text(PACKAGE)

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "legacyco", "run", "--adopt", "oldpackage"]
            + list(arguments)
            + ["app.py"],
            cwd=str(tmp_path),
            env=dict(os.environ, PYTHONPATH=ROOT),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            timeout=60,
        )

    return run


def test_the_text_names_place_count_version_and_replacement():
    assert render("text", FOUND) == (
        "legacyco: 15 uses of old constructs at 3 places, in 2 packages\n"
        "\n"
        "alpha: 3 uses\n"
        "  /a/<b>.py:3: asyncio.async(), once, gone since Python 3.7\n"
        "    instead: asyncio.ensure_future()\n"
        '  /a/<b>.py:9: a "quoted" & <b>thing</b>, 2 times, different\n'
        "    instead: x\n"
        "\n"
        "beta: 12 uses\n"
        "  /b.py:1: loop=, 12 times, gone since Python 3.10\n"
        "    instead: nothing\n"
    )


def test_nothing_used_is_said_too():
    assert render("text", []) == "legacyco: 0 uses of old constructs\n"
    assert json.loads(render("json", []))["uses"] == []
    assert "0 uses of old constructs at 0 places" in render("html", [])


def test_the_json_has_every_field():
    found = json.loads(render("json", FOUND))

    assert found["packages"] == {"alpha": 3, "beta": 12}
    assert found["uses"] == [line._asdict() for line in FOUND]
    assert found["legacyco"] == legacyco.__version__
    assert found["python"].split(".")[:2] == [str(part) for part in sys.version_info[:2]]


class Page(HTMLParser):
    """A page, taken apart."""

    VOID = {"meta", "br", "link", "img"}

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts, self.styles, self.links = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        attributes = dict(attrs)
        if "style" in attributes:
            self.styles.append(attributes["style"])
        self.links.extend(attributes[key] for key in ("href", "src") if key in attributes)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_the_page_is_whole_and_has_a_bar_for_each_package():
    text = render("html", FOUND)
    page = Page(text)

    assert page.open == []
    assert text.startswith("<!DOCTYPE html>")
    # The longest first, the others in proportion.
    assert page.styles == ["width: 100.0%", "width: 25.0%"]
    said = " ".join(page.texts)
    assert said.index("beta") < said.index("alpha")
    for expected in ("/b.py:1", "12", "gone since Python 3.10", "asyncio.ensure_future()"):
        assert expected in said


def test_the_page_needs_nothing_else():
    page = Page(render("html", FOUND))

    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)


def test_what_is_said_is_escaped():
    text = render("html", FOUND)

    assert "<b>" not in text
    assert "/a/<b>.py:3" in " ".join(Page(text).texts)
    assert 'a "quoted" & <b>thing</b>' in Page(text).texts


@pytest.mark.parametrize(
    "id, expected",
    [
        ("loop-argument", "gone since Python 3.10"),
        ("server-wait-closed", "different since Python 3.12"),
        ("timeout-error-identity", "different since Python 3.8 up to 3.11"),
        ("event-loop-policy", "deprecated since Python 3.14, to go in 3.16"),
    ],
)
def test_what_became_of_a_construct(id, expected):
    assert report.since(history.rule(id)) == expected


def test_every_rule_can_be_reported():
    for row in history.rules():
        if row.effect in ("removed", "changed", "deprecated"):
            for name in row.names or ("",):
                assert report.construct(row, name)
                assert row.since or row.planned
                assert report.since(row)


def test_the_lines_come_from_what_was_counted(tiny):
    counts.forget()
    tiny.module("tiny_report", "import asyncio\nasyncio.coroutine\n", report=True)

    (line,) = report.lines()
    assert line[:1] + line[2:] == (
        "tiny_report",
        2,
        0,
        "coroutine-decorator",
        "@asyncio.coroutine",
        "gone since Python 3.11",
        "async def, with await in the place of yield from",
        1,
    )
    assert line.file.endswith("code.py")
    counts.forget()


def test_another_format_is_refused():
    with pytest.raises(AdoptionError, match="text, json or html.* not 'pdf:report'"):
        report.begin("pdf:report")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(AdoptionError, match="there is no folder for the report"):
        report.begin("json:" + str(tmp_path / "nowhere" / "report.json"))


# As a user has it.


def test_at_exit_on_standard_error(program):
    ended = program("--report")

    assert ended.returncode == 5
    assert ended.stdout == ""
    assert "oldpackage: 4 uses" in ended.stderr
    assert "oldpackage.py:3: @asyncio.coroutine, once, gone since Python 3.11" in ended.stderr
    assert "loop= of the task functions (asyncio.sleep), 3 times, gone since" in ended.stderr


def test_into_a_file(program, tmp_path):
    ended = program("--report=json:found.json")

    assert ended.returncode == 5
    assert "the report is in" in ended.stderr
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["packages"] == {"oldpackage": 4}


def test_a_page_gets_a_name_of_its_own(program, tmp_path):
    program("--report=html")

    assert "oldpackage" in (tmp_path / "legacyco-report.html").read_text()


def test_without_it_nothing_is_said(program):
    ended = program()

    assert "old constructs" not in ended.stderr


def test_a_wrong_format_is_a_mistake_of_the_command_line(program):
    ended = program("--report=pdf")

    assert ended.returncode == 2
    assert "a report is text, json or html" in ended.stderr
    assert "Traceback" not in ended.stderr
