"""A ledger over HTTP, on one's own machine: the picture, briefs and a JSON API. Needs the extra `serve`."""
