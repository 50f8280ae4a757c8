"""Benchmarks: the same program on asyncio, uvloop and legacyco, side by side.

``python -m benchmarks`` prints the table for the running Python.

===================  ==================================================================
room                 what lives there
===================  ==================================================================
``__main__``         the command line
``report``           tables: readable as they are and valid reStructuredText
``instructions``     what valgrind counts for one operation
``measure``          worker processes, interleaved rounds, medians
``budget``           what one task step consists of, beside a bare deque of generators
``growth``           what one operation costs beside 100 to 1,000,000 tasks
``worker``           the process that runs one engine's workloads
``suite``            the list of all workloads and what they are loaded from
``tasks callbacks    the workloads, one function each, one family a file
timers sync
cancellation
network memory``
``dialect``          ``async def`` source made into decorated generators
``engines``          what is compared: module of names, event loop, dialect
``workload``         what a workload is, its answer, its stopwatch
===================  ==================================================================

Imports point only downward in this list.
"""
