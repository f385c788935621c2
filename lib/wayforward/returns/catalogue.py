"""Every return that the suite reads, who has it, and its tables by name."""

from dataclasses import dataclass

from wayforward.returns import (
    audits,
    coproduction,
    early_help,
    engagement,
    gias,
    key_stages,
    nccis,
    sen2,
    ssda903,
    surveys,
    travel,
    workforce,
)
from wayforward.returns.layout import Table


@dataclass(frozen=True)
class Return:
    """Tables that are delivered together.

    held_by   who in a council has it, in words
    made      how often it is made, and from when on a year's can be had, in words
    """

    name: str
    title: str
    tables: tuple[Table, ...]
    held_by: str
    made: str


RETURNS = (
    Return("ssda903", "Children looked after and care leavers (SSDA903)", ssda903.TABLES,
           "whoever sends the SSDA903 to the Department for Education: its CSV upload, or its XML",
           "yearly, of the year to 31 March; sent in June and July"),
    Return("sen2", "Education, health and care plans (SEN2)", sen2.TABLES,
           "whoever sends SEN2: the \"Blade\" export of COLLECT, all its files of one download",
           "yearly, of the census day in January; sent by March"),
    Return("gias", "The register of schools (GIAS)", gias.TABLES,
           "anybody: the file of all establishments, from Get Information about Schools",
           "daily; once a year is enough, in the month of the SEN2 census"),
    Return("key_stages", "Results at key stages 2 and 4", key_stages.TABLES,
           "the education data team: pupils' results as the Department for Education gives them to the council",
           "yearly, of the summer's exams; in December, and final in February"),
    Return("nccis", "What young people of 16 and 17 do (NCCIS)", nccis.TABLES,
           "the team that tracks participation: an export of the client database for each month, in one file a year",
           "monthly; December to March are counted"),
    Return("csww", "Social work workforce (CSWW)", (workforce.CSWW,), "whoever sends the workforce census",
           "yearly, of 30 September; sent by December"),
    Return("hr", "Personnel records of Children's Services", (workforce.STAFF, workforce.ABSENCE),
           "human resources: everyone employed in the year, and their days of sickness by month",
           "whenever asked for, of the year to 31 March"),
    Return("communities", "Residents by ethnic group, sex and age", (workforce.COMMUNITIES,),
           "the council's research team, from the Census", "every ten years"),
    Return("audits", "Case audits", audits.TABLES, "the quality assurance team", "whenever asked for, of the year to "
                                                                                "31 March"),
    Return("wellbeing", "Young people's health and well-being survey", (surveys.WELLBEING,),
           "public health, or whoever runs the survey in schools", "yearly, of the school year"),
    Return("included", "Survey of children in care", (surveys.INCLUDED_SURVEY,),
           "the participation team", "yearly, of the year to 31 March"),
    Return("staff_survey", "Staff survey", (surveys.STAFF_SURVEY, surveys.STAFF_COMMENTS),
           "whoever runs the staff survey, without names", "after each wave"),
    Return("invited", "How many were asked in each survey", (surveys.INVITED,), "whoever runs the surveys",
           "with each survey"),
    Return("coproduction", "Service development projects", coproduction.TABLES,
           "whoever keeps the register of projects", "whenever asked for"),
    Return("early_help", "Early help: assessments and triage", early_help.TABLES, "the early help case system",
           "whenever asked for, of the year to 31 March"),
    Return("engagement", "Staff engagement events", engagement.TABLES, "whoever keeps the register of events",
           "whenever asked for"),
    Return("travel", "Journeys", travel.TABLES, "the transport team: contracts, and the log of placement journeys",
           "yearly, when the year has ended"),
)
TABLES: dict[str, Table] = {table.name: table for each in RETURNS for table in each.tables}
