"""A plugin of pytest that writes how each test ended to the file that OUTCOMES names, as JSON by the test's id."""

import json
import os

OUTCOMES = {}


def pytest_runtest_logreport(report):
    """A test has passed when its call has, and nothing failed before or after it."""
    if report.when == "call" or report.outcome != "passed":
        OUTCOMES[report.nodeid] = report.outcome


def pytest_collectreport(report):
    """A file that cannot be imported fails by its own name."""
    if report.failed:
        OUTCOMES[report.nodeid] = "failed"


def pytest_sessionfinish():
    """Written at the end, also of a run that was interrupted."""
    with open(os.environ["OUTCOMES"], "w", encoding="utf-8") as file:
        json.dump(OUTCOMES, file)
