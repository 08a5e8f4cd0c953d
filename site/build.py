"""Make the site: the course to read and to run, as plain files that any web server can hand out.

    python site/build.py build/site

The book stands at its root, what runs in run/, the decks of slides in slides/.
"""

import argparse
import zipfile
from pathlib import Path

from book import book
from run import run
from slides import slides

CLASSROOM = """\
A course to read and to run, without a network.
Copy this folder to each computer, open a terminal in it, start a server (on Windows with py for python3), and open the
address in a browser:
    python3 -m http.server 8000 --bind 127.0.0.1
    http://127.0.0.1:8000
"""


def zip_site(out):
    """The site as one archive beside its folder, with the words that start it in a classroom. Returns its path."""
    archive = out.with_name(f"{out.name}.zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{out.name}/README.txt", CLASSROOM)
        for path in sorted(out.rglob("*")):
            file.write(path, Path(out.name, path.relative_to(out)))
    return archive


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the folder to write the site into")
    parser.add_argument("--pyodide", type=Path, help="a folder with Pyodide; without it, its release is fetched")
    parser.add_argument("--zip", action="store_true", help="also write the site as one archive, for a classroom")
    asked = parser.parse_args()
    out = asked.out.resolve()
    book(out)
    run(out / "run", asked.pyodide)
    slides(out / "slides")
    print(out)
    if asked.zip:
        print(zip_site(out))


if __name__ == "__main__":
    main()
