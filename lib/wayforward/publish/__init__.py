"""The panel pack: one run's public folder in the forms that others work in, each read back against its findings.

A Word document and a tagged PDF for the committee, spreadsheets for whoever calculates, a table of points with its
description for machines. Nothing is worked out here and no small number is hidden here: both have been done in the
public folder, and nothing else of a run is read.
"""

from wayforward.publish.pack import PackRefused, as_published, make_pack, pack_files
from wayforward.publish.panel_pdf import lacks
from wayforward.publish.public_run import PublicRun, read_public_run
from wayforward.publish.read_back import read_back
from wayforward.publish.word_parts import TemplateRefused

__all__ = ["PackRefused", "PublicRun", "TemplateRefused", "as_published", "lacks", "make_pack", "pack_files",
           "read_back", "read_public_run"]
