"""The command line: one file per command; each parses and prints, and leaves every decision to the stages."""
