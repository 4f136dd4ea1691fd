from pathlib import Path


def read_file(name: str) -> str:
    """Read a file of the workspace.

    Args:
        name: Name of the file.
    """
    return Path(name).read_text()
