"""The code behind the notebooks of *From a line to a network*. Every file is one idea; start with `network`."""

import re
from importlib import metadata


def examine_installation():
    """Say in one sentence whether all that the helpers need is here, and new enough."""
    try:
        requirements = metadata.requires("from-a-line-to-a-network")
    except metadata.PackageNotFoundError:
        return "The helpers are here, but not installed; the README says how to install what the notebooks need."
    missing = []
    for requirement in requirements:
        if "extra ==" in requirement:
            continue
        name, minimum = re.fullmatch(r"([\w-]+)\s*>=\s*([\d.]+)", requirement).groups()
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = None
        if found is None or _numbers(found) < _numbers(minimum):
            missing.append(f"{name} {minimum} or newer" + (f" (found {found})" if found else ""))
    if missing:
        return f"Still missing: {', '.join(missing)}. The README says how to install what the notebooks need."
    return "All that the notebooks need is here."


def _numbers(version):
    return [int(number) for number in re.findall(r"\d+", version)[:3]]
