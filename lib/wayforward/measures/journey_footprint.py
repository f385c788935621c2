"""The environmental footprint of journeys of children in placements and of pupils at special schools.

No official definition and no published figure exists. The council's travel records would give it:

Counts      kilograms of CO2 equivalent: for each route one-way kilometres × 2 × days run × vehicles × the year's
            factor for that vehicle and fuel, per vehicle-kilometre
Reported    in tonnes a year, and per child, for each half of the promise
Factors     UK Government greenhouse gas conversion factors, business travel by land; the base year's factors are
            kept beside the year's own, so that cleaner vehicles and shorter journeys can be told apart
Source      the council's register of transport routes
"""
