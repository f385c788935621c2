"""The disk on which the runs lie: too small, read-only, forbidden, or no folder at all. Each is undone again."""

import os
import shutil
import subprocess
from functools import cache
from random import Random
from tempfile import TemporaryDirectory

from faults.project import Project


def own_disk(project: Project) -> None:
    """Moves the runs to a disk of their own."""
    aside = project.runs.rename(project.home / "aside")
    project.runs.mkdir()
    mount("-t", "tmpfs", "-o", "size=100m", "tmpfs", project.runs)
    shutil.copytree(aside, project.runs, dirs_exist_ok=True)


def old_disk(project: Project, stem: str) -> None:
    """What lies on the runs' own disk goes back to where the rest of the project lies."""
    shutil.rmtree(project.home / "aside")
    shutil.copytree(project.runs, project.home / "aside")
    unmount(project)
    folder_again(project, stem)


def small_disk(project: Project, stem: str, random: Random) -> None:
    """There is little room beyond what lies there."""
    own_disk(project)
    disk = os.statvfs(project.runs)
    used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
    mount("-o", f"remount,size={used + random.randrange(1_000, 150_000)}", project.runs)


def read_only(project: Project, stem: str, random: Random) -> None:
    """By the disk's own mark, which binds whoever runs it."""
    own_disk(project)
    mount("-o", "remount,ro", project.runs)


def forbid(project: Project, stem: str, random: Random) -> None:
    """By the folders' rights, which do not bind an administrator."""
    for path in (project.runs, *project.runs.rglob("*/")):
        path.chmod(0o555)


def allow(project: Project, stem: str) -> None:
    for path in (project.runs, *project.runs.rglob("*/")):
        path.chmod(0o755)


def no_folder(project: Project, stem: str, random: Random) -> None:
    """A file where the folder of runs belongs."""
    project.runs.rename(project.home / "aside")
    project.runs.write_text("not a folder")


def folder_again(project: Project, stem: str) -> None:
    (project.runs.rmdir if project.runs.is_dir() else project.runs.unlink)()
    (project.home / "aside").rename(project.runs)


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True, capture_output=True)


def unmount(project: Project) -> None:
    """Takes away the runs' own disk, if they have one."""
    if project.runs.is_mount():
        subprocess.run(["umount", "--lazy", project.runs], check=True, capture_output=True)


@cache
def mountable() -> bool:
    """Whether this process may mount disks (an administrator on Linux may)."""
    with TemporaryDirectory() as folder:
        try:
            mount("-t", "tmpfs", "tmpfs", folder)
        except (OSError, subprocess.CalledProcessError):
            return False
        subprocess.run(["umount", folder], check=True)
        return True
