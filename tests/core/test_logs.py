"""A visitor cannot fill the log."""

import logging

from tandem.core.logs import OneLine


def test_a_refused_request_is_one_short_line_without_traceback():
    record = logging.LogRecord("django.security", logging.ERROR, "", 0, "%s", ("a" * 5000,), (ValueError, None, None))
    assert OneLine().filter(record)
    line = logging.Formatter().format(record)
    assert len(line) < 250
    assert "\n" not in line


def test_a_wrong_host_is_logged_that_way(client, capfd, settings):
    assert settings.LOGGING["loggers"]["django.security"]["handlers"] == ["visitors"]
    assert settings.LOGGING["handlers"]["visitors"]["filters"] == ["one_line"]
