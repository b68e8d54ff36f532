"""`python -m ebbline` is `ebbline`."""

from ebbline.cli.main import run

if __name__ == "__main__":
    run()
