"""Tables: readable as they are and valid reStructuredText."""

from . import engines


def table(header, rows):
    """Return *rows* of strings under *header* as a reStructuredText simple table.

    The first column is aligned to the left, the others to the right.
    """
    widths = [max(len(row[place]) for row in [header] + rows) for place in range(len(header))]
    rule = "  ".join("=" * width for width in widths)
    lines = [rule, _line(header, widths), rule]
    lines += [_line(row, widths) for row in rows]
    return "\n".join(lines + [rule])


def _line(cells, widths):
    padded = [cells[0].ljust(widths[0])]
    padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
    return "  ".join(padded).rstrip()


def rate(value):
    """Return *value* with three digits that count: ``1.15 M``, ``568 k``, ``942``."""
    if value < 1e3:
        return "%.0f" % value
    value, letter = (value / 1e6, "M") if value >= 1e6 else (value / 1e3, "k")
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return "%.*f %s" % (digits, value, letter)


def comparison(workloads, measured, reference=engines.REFERENCE):
    """Return the table of all workloads: rates, and ratios to the engine called *reference*.

    *measured* maps the name of a workload to a dict of engine name to series.
    """
    names = [name for name in engines.NAMES if any(name in row for row in measured.values())]
    header = ["workload"]
    for name in names:
        title = engines.TITLES[name]
        header += [title] if name == reference else [title, "ratio"]
    header += ["unit", "noise"]
    rows = []
    for workload in workloads:
        series = measured[workload.name]
        base = series.get(reference)
        row = [workload.name]
        for name in names:
            row.append(_rate(series.get(name)))
            if name != reference:
                row.append(_ratio(series.get(name), base))
        noises = [each.noise for each in series.values() if each.rates]
        row += [workload.unit, "%.0f%%" % (100 * max(noises)) if noises else "-"]
        rows.append(row)
    return table(header, rows)


def _measured(series):
    return series is not None and bool(series.rates)


def _rate(series):
    return rate(series.median) if _measured(series) else "-"


def _ratio(series, base):
    known = _measured(series) and _measured(base)
    return "%.2f" % (series.median / base.median) if known else "-"


def growth(sizes, rows):
    """Return the table of nanoseconds for an operation, by engine and number of tasks.

    *rows* is a list of (label, list of series, one for each size).
    """
    header = ["engine"] + ["{:,}".format(size) for size in sizes]
    header.append("last / first")
    cells = []
    for label, series in rows:
        costs = [1e9 / each.median if each.rates else None for each in series]
        row = [label] + ["-" if cost is None else "%.0f ns" % cost for cost in costs]
        known = costs[0] is not None and costs[-1] is not None
        row.append("%.2f" % (costs[-1] / costs[0]) if known else "-")
        cells.append(row)
    return table(header, cells)
