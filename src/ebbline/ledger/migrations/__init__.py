"""One SQL file for each version of the ledger, applied in order from the version a file has to the newest."""
