"""The headline of each promise as one DuckDB query on the CSV files; like `straight`, nothing but the number.

Each query gives period and value. `{stem}` stands for all years' files of a return, every column text, with `year`.
"""

import re
from pathlib import Path

from national.straight import EET, GSS, LA_CODE, METRIC

FINANCIAL = "(year - 1) || '-' || lpad((year % 100)::varchar, 2, '0')"
ACADEMIC = "(year - 1) || '/' || lpad((year % 100)::varchar, 2, '0')"
MARCH = "make_date(year, 3, 31)"
SEPTEMBER = "make_date(year, 9, 30)"


def uk(column: str) -> str:
    return f"strptime({column}, '%d/%m/%Y')::date"


def blade(column: str) -> str:
    return f"strptime({column}, '%Y-%b-%d %H:%M:%S')::date"


def starts(day: str) -> str:
    """The calendar year in which the financial year of a day begins."""
    return f"(year({day}) - (month({day}) < 4)::int)"


def quarter(day: str) -> str:
    first = starts(day)
    return (f"{first} || '-' || lpad((({first} + 1) % 100)::varchar, 2, '0') || '-Q' "
            f"|| ((month({day}) + 8) % 12 // 3 + 1)")


FAR = f"""
with places as (
    select POSTCODE, EASTING::double as east, NORTHING::double as north, authority
    from read_csv('{{folder}}/places/postcodes.csv', all_varchar = true) postcodes
    left join read_csv('{{folder}}/places/districts.csv', all_varchar = true) districts
        on postcodes.DISTRICT = districts.district),
born as (select year, CHILD, any_value({uk('DOB')}) as dob from {{Header}} group by all),
here as (
    select episodes.*, {uk('DECOM')} as began from {{Episodes}} episodes left join born using (year, CHILD)
    where {uk('DECOM')} <= {MARCH} and coalesce({uk('DEC')} > {MARCH}, true)
        and coalesce(LS not in ('V3', 'V4'), true) and coalesce(dob > make_date(year - 18, 3, 31), true)
    qualify row_number() over (partition by year, CHILD order by began desc) = 1),
alone as (select distinct year + later as year, CHILD from {{UASC}}, (select unnest([0, 1, 2]) as later))
select year::varchar, avg(coalesce(
    floor(sqrt((home.east - place.east) ** 2 + (home.north - place.north) ** 2) / 1609.3 * 10 + 0.5) / 10 > 20
    and place.authority is distinct from '{GSS}'
    and PLACE not in ('A3', 'A4', 'A5', 'A6') and alone.CHILD is null, false)::int)
from here left join places home on HOME_POST = home.POSTCODE left join places place on PL_POST = place.POSTCODE
left join alone using (year, CHILD) group by year"""

LOCALLY = f"""
with third as (select distinct year, make_date(year, 1, 15 + ((11 - dayofweek(make_date(year, 1, 15))) % 7)::int) as day
               from {{activeplans}}),
placed as (
    select year, activeplanstableid, urn from {{placementdetail}} join third using (year)
    where placementrank = '1' and coalesce({blade('entrydate')} <= day, true)
        and coalesce({blade('leavingdate')} > day, true)
    qualify row_number() over (partition by year, activeplanstableid
                               order by {blade('entrydate')} desc nulls last) = 1),
plans as (
    select year, requeststableid, {blade('startdate')} as began, {blade('ceasedate')} as ceased, day
    from {{namedplan}} join third using (year)),
named as (select distinct year, requeststableid, true as named from plans),
begun as (
    select year, requeststableid, ceased, true as begun from plans where coalesce(began <= day, true)
    qualify row_number() over (partition by year, requeststableid order by began desc nulls last) = 1)
select year::varchar, avg(coalesce("LA (code)" = '{LA_CODE}', false)::int)
from {{activeplans}} join third using (year) left join placed using (year, activeplanstableid)
left join named using (year, requeststableid) left join begun using (year, requeststableid)
left join {{edubasealldata}} schools
    on schools.URN = placed.urn and schools.year = third.year
where coalesce(ceased > day, true) and (begun or named is null) group by year"""

FOOTPRINT = f"""
select {FINANCIAL.replace('year', 'routes.year')}, sum(2 * ONE_WAY_KM::double * DAYS::double * kg / 1000 * case
    when per_passenger then PASSENGERS::double else coalesce(VEHICLES::double, 1) end)
from {{travel_routes}} routes join read_csv('{{folder}}/factors.csv') factors
    on routes.VEHICLE = factors.VEHICLE and coalesce(routes.FUEL, 'unknown') = factors.FUEL
    and routes.year = factors.year
where PURPOSE in ('placement school', 'family time', 'social worker') group by routes.year"""

ITEMS = [f"SWEMWBS_{item}" for item in range(1, 8)]
WELLBEING = f"""
with rows as (
    select year, YEAR_GROUP || SEX as stratum,
        {list(METRIC)}[{' + '.join(f'{item}::int' for item in ITEMS)} - 6] as score
    from {{wellbeing_survey}} where YEAR_GROUP::int between 7 and 13),
strata as (select year, stratum, avg(score) as average, count(*) as n from rows where stratum is not null group by all
           having average is not null),
everywhere as (select stratum, sum(n) as n from strata group by all
               having count(*) = (select count(distinct year) from rows))
select {ACADEMIC}, sum(average * everywhere.n) / sum(everywhere.n) from strata join everywhere using (stratum)
group by year"""

ATTAINMENT = f"""
select {ACADEMIC}, avg(ATT8::double) - avg(ATT8::double) filter (where FSM6CLA1A = '1') from {{ks4}}
where STATE_FUNDED is distinct from '0' and FSM6CLA1A is not null and ATT8 is not null group by year"""

NEET = f"""
with rows as (select {uk('MONTH')} as month, {uk('DOB')} as dob, coalesce(ACTIVITY not in {EET}, true) as outside
              from {{nccis}} where ACTIVITY is distinct from '710'),
winter as (select year(month) + (month(month) = 12)::int as winter, * from rows
           where month(month) in (12, 1, 2) and
           year(month) - (month(month) < 9)::int - year(dob) - (month(dob) > 8)::int in (16, 17)),
months as (select winter, month, avg(outside::int) as share from winter group by all)
select winter::varchar, avg(share) from months group by winter having count(*) = 3"""

SUITABLE = f"""
select year::varchar, avg(coalesce(ACCOM[2] = '1' and IN_TOUCH = 'YES', false)::int) from {{OC3}}
where {uk('DOB')} <= make_date(year - 19, 3, 31) and {uk('DOB')} > make_date(year - 22, 3, 31)
    and IN_TOUCH not in ('DIED', 'RHOM') and coalesce(ACCOM[1] not in ('G', 'H', 'R'), true) group by year"""

INCLUDED = f"""
select {FINANCIAL}, avg((INCLUDED = 'A')::int) from {{included_survey}}
where INCLUDED in ('A', 'S', 'H', 'N') group by year"""

COPRODUCED = f"""
select {FINANCIAL}, avg(coalesce(LEVEL in ('engage', 'co-design', 'co-produce') and EVIDENCE is not null, false)::int)
from {{coproduction_register}} where coalesce({uk('STARTED')} <= {MARCH}, true)
    and coalesce({uk('ENDED')} >= make_date(year - 1, 4, 1), true) group by year"""

AUDITS = f"""(select *, {uk('AUDITED')} as day from {{case_audits}}
    where AUDITED is not null qualify row_number() over (partition by AUDIT_ID order by year desc) = 1)"""

DIVERSITY = f"""
select {quarter('day')}, avg((DIVERSITY_CONSIDERED = 'Y' and DIVERSITY_ADDRESSED = 'Y')::int) from {AUDITS}
where DIVERSITY_CONSIDERED is not null and DIVERSITY_ADDRESSED is not null and DIVERSITY_CONSIDERED <> 'NA'
    and not (DIVERSITY_CONSIDERED = 'Y' and DIVERSITY_ADDRESSED = 'NA') group by 1"""

GRADED = f"""
select {quarter('day')}, avg((coalesce(MODERATED_GRADE, GRADE) in ('G', 'O'))::int) from {AUDITS}
where coalesce(MODERATED_GRADE, GRADE) is not null group by 1"""

IN_POST = f"coalesce({uk('RoleEndDate')} > {SEPTEMBER}, true)"
SICKNESS = f"""
select year::varchar, sum(WorkingDaysLost::double) / sum(FTE::double * {IN_POST}::int * (
    253 + (year % 4 = 0 and (year % 100 <> 0 or year % 400 = 0))::int))
from {{csww}} where AgencyWorker is distinct from '1' and FTE is not null and WorkingDaysLost is not null
    and coalesce({uk('RoleEndDate')} > make_date(year - 1, 9, 30), true)
    and coalesce({uk('RoleStartDate')} <= {SEPTEMBER}, true) group by year"""

STAFF = f"""
with rows as (
    select RESPONDENT, ITEM, ANSWER::int as answer, {uk('WAVE')} as wave, left({quarter(uk('WAVE'))}, 7) as period
    from {{staff_survey}} qualify row_number() over (partition by RESPONDENT, WAVE, ITEM order by year desc) = 1),
counted as (select * from rows where answer is not null
            and wave = (select max(wave) from rows other where other.period = rows.period)),
lasting as (select ITEM from counted group by all
            having count(distinct period) = (select count(distinct period) from counted)),
people as (select period, RESPONDENT, avg((answer >= 4)::int) as share from counted join lasting using (ITEM)
           group by all)
select period, avg(share) from people group by all"""

ASSESSED = f"""
with once as (select * from {{families_first_assessments}}
              qualify row_number() over (partition by ASSESSMENT_ID order by year desc) = 1)
select {quarter(uk('COMPLETED'))}, count(distinct coalesce(FAMILY_ID, ASSESSMENT_ID) || ' ' || COMPLETED)
from once where COMPLETED is not null
    and {starts(uk('COMPLETED'))} + 1 in (select distinct year from {{families_first_assessments}}) group by 1"""

STEPPED_UP = f"""
with once as (select * from {{triage}} qualify row_number() over (partition by DECISION_ID order by year desc) = 1)
select {quarter(uk('DECIDED'))}, count(*) from once where OUTCOME = 'SU'
    and {starts(uk('DECIDED'))} + 1 in (select distinct year from {{triage}}) group by 1"""

DIVERSE = f"""
with workers as (
    select year, case Ethnicity[1] when 'C' then 'A' else Ethnicity[1] end as letter, count(*) as heads from {{csww}}
    where AgencyWorker is distinct from '1' and coalesce({uk('RoleStartDate')} <= {SEPTEMBER}, true) and {IN_POST}
        and Ethnicity is not null and Ethnicity not in ('REFU', 'NOBT') group by all),
people as (
    select "GROUP"[1] as letter, sum(RESIDENTS::double) as residents from {{communities}}
    where CHARACTERISTIC = 'ethnic group' and AGES = 'all'
        and year = (select max(year) from {{communities}}) group by all)
select year::varchar, sum(abs(coalesce(heads, 0) / total - residents / everyone)) / 2
from (select year, sum(heads) as total from workers group by all)
cross join (select letter, residents, sum(residents) over () as everyone from people)
left join workers using (year, letter) group by year"""

COUNTS = {1: FAR, 2: LOCALLY, 3: FOOTPRINT, 4: WELLBEING, 5: ATTAINMENT, 6: NEET, 7: SUITABLE, 8: INCLUDED,
          9: COPRODUCED, 10: DIVERSITY, 11: SICKNESS, 12: GRADED, 13: STAFF, 14: ASSESSED, 15: STEPPED_UP, 16: DIVERSE}


def written(promise: int, folder: Path) -> str:
    """The query with the files in it."""
    def files(found: re.Match) -> str:
        if found[1] == "folder":
            return str(folder)
        return (f"(select *, 2000 + regexp_extract(filename, '(\\d\\d)\\.csv$', 1)::int as year from read_csv("
                f"'{folder}/returns/*/{found[1]}_20*.csv', all_varchar = true, union_by_name = true, filename = true))")
    return re.sub(r"\{(\w+)\}", files, COUNTS[promise])
