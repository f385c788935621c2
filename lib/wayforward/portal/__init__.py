"""The way in to all that stands: pages made from a folder of runs, or of what was published, that open from disk.

    places       where the runs and editions of a folder lie
    shown_run    what the public files of one of them tell
    memory       what they told when last read
    periods      the runs of an area and period together, and what state it is in
    changes      which verdicts differ from one run to the next
    frame        what all pages share
    area_page, index_page
    site         all of it written
"""

from wayforward.portal.site import make_site

__all__ = ["make_site"]
