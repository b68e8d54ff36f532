"""Whatever is asked gets one of the told answers, and never a name."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LISTS = ("/api/claims", "/api/reports", "/api/stories", "/brief")
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(['"', "*", "a*", "NEAR(a b)", "words: x", "Qas*", "2015-06-16", "0", "-1", "9" * 30, "\x00", "IS"]),
)


def known_parameters(served: Any, path: str) -> list[str]:
    described = served("/openapi.json").json["paths"][path]["get"]["parameters"]
    return [parameter["name"] for parameter in described]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_words_for_any_parameter(served: Any, private: tuple[str, ...], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(LISTS))
    asked = data.draw(st.dictionaries(st.sampled_from(known_parameters(served, path)), WORDS, max_size=3))
    answer = served(path, **asked)
    assert answer.status in (200, 404, 422)
    body = answer.body.decode()
    assert not any(name in body for name in private)
    if answer.status != 200:
        assert set(answer.json) == {"what", "cure"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.one_of(st.binary(max_size=20), st.sampled_from([b"api/claims/", b"api/claims/../health", b"/", b"%00"])))
def test_any_path(served: Any, path: bytes) -> None:
    answer = served("/" + quote(path))
    assert answer.status in (200, 404, 422)
