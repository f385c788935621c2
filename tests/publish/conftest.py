"""The packs that the tests of this folder read."""

import pytest

from publish.public_folder import AREAS, made


@pytest.fixture(scope="session")
def packs(tmp_path_factory):
    """By area: the run, and the files of its pack."""
    folder = tmp_path_factory.mktemp("public")
    return {area: made(folder / area, area) for area in AREAS}
