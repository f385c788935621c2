"""The key of the hashes that stand for returns."""

import pytest

from wayforward.errors import RefusedInputs
from wayforward.runner.hash_key import read_key


def test_it_is_made_once_and_is_another_in_another_place(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    key = read_key(one)
    assert (len(key), read_key(one)) == (32, key)
    assert read_key(other) != key
    assert (one / ".key").stat().st_mode & 0o077 == 0


def test_what_is_no_key_is_refused(tmp_path):
    (tmp_path / ".key").write_bytes(b"short")
    with pytest.raises(RefusedInputs, match="expected 32 bytes, the key of hashes; got 5"):
        read_key(tmp_path)
