"""The report as a page of HTML that needs nothing else: no script, no file, no network."""

from html import escape

from .report import amount, by_package, total

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>legacyco report</title>
<style>
:root {{ color-scheme: light dark; --bar: #3b78b5; --line: #8884; }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem;
  padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  vertical-align: top; }}
td.number, th.number {{ text-align: right; }}
td.place {{ font-family: ui-monospace, monospace; overflow-wrap: anywhere; }}
.uses {{ table-layout: fixed; }}
.uses th:nth-child(1) {{ width: 38%; }}
.uses th:nth-child(3) {{ width: 4rem; }}
.uses th:nth-child(4) {{ width: 9rem; }}
.bars th {{ font-weight: normal; width: 12rem; }}
.bars td.bar {{ width: 60%; }}
.bar span {{ background: var(--bar); display: block; height: 1.1rem; min-width: 2px; }}
</style>
</head>
<body>
<h1>What old packages used</h1>
<p>{head}: {summary}.</p>
{body}
</body>
</html>
"""


def page(found, head):
    """Return the page; *found* are lines of the report, *head* says what it was made with."""
    # Those that use most come first.
    packages = sorted(by_package(found), key=lambda package: -total(package[1]))
    summary = "{} of old constructs at {}, in {}".format(
        amount(total(found), "use"), amount(len(found), "place"), amount(len(packages), "package")
    )
    body = [_bars(packages)] if found else []
    body.extend(_package(*each) for each in enumerate(packages))
    return _PAGE.format(head=escape(head), summary=escape(summary), body="\n".join(body))


def _bars(packages):
    most = max(total(group) for name, group in packages)
    rows = [
        '<tr><th scope="row"><a href="#p{0}">{1}</a></th>'
        '<td class="bar"><span style="width: {2:.1f}%"></span></td>'
        '<td class="number">{3}</td></tr>'.format(
            index, escape(name), 100 * total(group) / most, total(group)
        )
        for index, (name, group) in enumerate(packages)
    ]
    return '<table class="bars">\n{}\n</table>'.format("\n".join(rows))


def _package(index, package):
    name, group = package
    rows = [
        '<tr><td class="place">{}:{}</td><td>{}</td><td class="number">{}</td><td>{}</td>'
        "<td>{}</td></tr>".format(
            escape(line.file),
            line.line,
            escape(line.construct),
            line.count,
            escape(line.since),
            escape(line.instead),
        )
        for line in group
    ]
    return (
        '<h2 id="p{}">{}</h2>\n<table class="uses">\n<tr><th>Place</th><th>Construct</th>'
        '<th class="number">Times</th><th>Since</th><th>Instead</th></tr>\n{}\n</table>'.format(
            index, escape(name), "\n".join(rows)
        )
    )
