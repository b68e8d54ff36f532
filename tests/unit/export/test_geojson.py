from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest

from ebbline.export import geojson
from ebbline.privacy import Mask


@pytest.fixture
def page(sample: Any) -> dict[str, Any]:
    out = io.StringIO()
    mask = Mask.of(sample.store.persons())
    geojson.write(sample.store, out, mask=mask, now=dt.datetime(2016, 3, 10, tzinfo=dt.UTC))
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_longitude_first_and_how_far_to_trust_it(page: dict[str, Any]) -> None:
    kobani = next(feature for feature in page["features"] if feature["properties"]["place"] == "Kobani")
    assert kobani["geometry"] == {"type": "Point", "coordinates": [38.3536, 36.8914]}
    assert (kobani["properties"]["precision"], kobani["properties"]["radius_m"]) == ("exact", 1000)
    raqqa = next(feature for feature in page["features"] if feature["properties"]["place"] == "Raqqa")
    assert (raqqa["properties"]["precision"], raqqa["properties"]["radius_m"]) == ("region", 60000)


def test_claims_off_the_map_are_counted_and_listed(page: dict[str, Any], sample: Any) -> None:
    counts = page["ebbline"]
    assert counts["claims"] == len(sample.claims) == 12
    assert counts["claims_with_coordinates"] == 8 == counts["features"]
    assert counts["claims_without_coordinates"] == 4 == len(page["without_coordinates"])
    reasons = {(item["why"], tuple(item["places"])) for item in page["without_coordinates"]}
    assert reasons == {("place not resolved", ("Tell Mawj",)), ("no place told", ())}
    assert all(item["evidence"] for item in page["without_coordinates"])
