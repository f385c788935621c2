"""The service's own words beside a story: how their files are found and read, and held against the finding.

    commentary/<area>/<period>/<measure>.md            one promise's words, plain text: Reason, Action, Owner, Date
    commentary/<area>/<period>/replies/<measure>.md    replies to its questions: Question, Reply, Owner, Date
"""
