"""The small-number rule: which counts of people may be shown, and what else has to be hidden so that they stay hidden.

Hidden      a number of people from 1 to 4. A 0 is shown: nobody is in it
Also        a proportion whose remainder is such a number (58 of 60 tells of 2), or that is taken of fewer than 10;
            an average of fewer than 10, a difference of two averages where either is of fewer than 10; an amount
            (days, journeys) that fewer than 10 stand behind, or of which two people make up four fifths
Whole       what is hidden takes its whole point or row along: the percentage with its count, the average with its
            number and spread. Hidden points are taken out before any statistic is worked out, as an exact slope or p
            would give them away. The status is "suppressed", and the note is the same whichever number was small
Unknown     of how many it is not known is left out by itself where it, or the number of those known to be on the
            other side, is from 1 to 4; in a breakdown it is then left out for every group
Together    all that is told of the rows of the same tables is one problem (suppression.py): series of every measure,
            breakdowns, accounts, make-ups, tables beside them. Every number is a set of rows; that two are the same,
            that one is the sum of others, that one lacks a few people of another follows from the rows (links.py).
            Further points and rows are hidden, at the least cost, until every number from 1 to 4 that could be had by
            subtraction could be anything within a width of at least 5, also for one of those counted
Rows in     the accounts of a return, and its files' rows, are told to the nearest 10
Before      what was once published stays shown, and everybody knows it; what was revised by 1 to 4 people since is
            not told anew
Not people  projects, events and routes are shown whatever their number, and so are official figures, as published
Beyond it   docs/disclosure.md
Source      thresholds as customary in councils' public papers; Government Statistical Service, disclosure control
            of tables from administrative sources; protection by widths: Fischetti & Salazar-González (2001) Management
            Science 47:1008; dominance: Hundepool et al. (2012) Statistical Disclosure Control, Wiley, § 4.2

The numbers of the rule are in params/disclosure.toml, by audience.
"""
