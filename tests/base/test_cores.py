"""The cores of this machine are those that the program may really use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_sim.base.cores import usable_cores


@pytest.fixture(autouse=True)
def _on_eight_of_sixteen_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


def grouped(root: Path, groups: str, **files: str) -> Path:
    """Write the files of a machine; `__` in a name stands for a slash, `_` for a point."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(groups)
    for name, text in files.items():
        path = root / "sys/fs/cgroup" / name.replace("__", "/").replace("cpu_", "cpu.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_without_quotas_they_are_those_of_the_affinity(tmp_path: Path) -> None:
    assert usable_cores(tmp_path) == 8


def test_without_affinity_they_are_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    assert usable_cores(tmp_path) == 16
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usable_cores(tmp_path) == 1


@pytest.mark.parametrize(
    ("quota", "cores"),
    [
        ("max 100000\n", 8),
        ("300000 100000\n", 3),
        ("250000 100000\n", 2),
        ("50000 100000\n", 1),
        ("1600000 100000\n", 8),
        ("nonsense\n", 8),
        ("5 0\n", 8),
    ],
)
def test_a_quota_of_the_second_version_counts(quota: str, cores: int, tmp_path: Path) -> None:
    assert usable_cores(grouped(tmp_path, "0::/a/b\n", a__b__cpu_max=quota)) == cores


def test_the_least_quota_of_all_groups_above_counts(tmp_path: Path) -> None:
    quotas = {"a__b__cpu_max": "500000 100000", "a__cpu_max": "200000 100000"}
    assert usable_cores(grouped(tmp_path, "0::/a/b\n", **quotas)) == 2


def test_in_a_container_the_topmost_group_is_its_own(tmp_path: Path) -> None:
    groups = "0::/docker/0123456789\n"
    assert usable_cores(grouped(tmp_path, groups, cpu_max="400000 100000")) == 4


@pytest.mark.parametrize(("quota", "cores"), [("-1\n", 8), ("300000\n", 3)])
def test_a_quota_of_the_first_version_counts(quota: str, cores: int, tmp_path: Path) -> None:
    groups = "4:memory:/a\n3:cpu,cpuacct:/a\n2:cpuset:/\n"
    files = {"cpu__a__cpu_cfs_quota_us": quota, "cpu__a__cpu_cfs_period_us": "100000\n"}
    assert usable_cores(grouped(tmp_path, groups, **files)) == cores
