"""Indicators of regional economics, computed for all the territories of the country at once.

The package answers the questions that a diagnosis of a territory asks of a table of figures:

``aggregation``
    How many jobs, inhabitants, establishments does an area hold, when the source counts them by commune?  How many
    employees of each sector, when the source only knows the employment zone?  And how much of the answer is missing?
``crosswalk``
    What do figures become when one classification of activities or occupations replaces another?
``establishments``
    What do establishments, one by one, add up to by area and sector, and how unequal are they?
``specialisation``
    What is the area more specialised in than the country (location quotient), how far is its structure from the
    country's (Krugman index), does it rest on many sectors or on few (Herfindahl index, equivalent number)?
``theil``
    How special are the structure of an area and the map of a sector, and is it between regions or within them?
``trajectory``
    How did it change, how fast by year, and what part of the change is the country's, its sectors', its own
    (shift-share: classic, Esteban-Marquillas, dynamic)?
``resilience``
    How did it take a shock (resistance), and how did it come back from it (recovery)?
``dependency``
    How much of its employment rests on its largest establishments?
``agglomeration``
    Do the plants of a sector gather more than chance would have them do (Ellison-Glaeser, Maurel-Sédillot)?
``complexity``
    What do the sectors that it has, and those that go with them, say of what it could become (proximity, relatedness
    density, economic complexity, outlook)?
``similarity``
    Which territories resemble it most, and by which features?
``ranking``
    Where does it stand among the others, and in which class of the map?
``uncertainty``, ``resampling``
    How far could a quotient or a rank have been from what it is, by chance alone?
``secrecy``
    Which figures may not be published, which others must go with them, and could somebody find them out?
``relational``
    The same steps as expressions over tables, for an engine (DuckDB, Spark) to run on millions of rows.

But for ``relational``, everything is a pure function of NumPy arrays: one row per area, one column per sector, feature
or year; no database, no file, no state.  Three conventions hold throughout.

* **A missing figure is NaN and stays one.**  It never turns into zero: a total of nothing known is NaN, and what is
  computed from part of the figures comes with the part that was missing.
* **Comparisons are made like for like.**  A sector that an area does not report is left out of the country too before
  the two are compared.
* **The reference is given, not guessed.**  Areas may overlap (territories, regions, France), so no function takes the
  sum of its rows for the country; those that need areas which share out the country say so.

The diagnosis of Tandem is made with part of it; ``theil``, ``agglomeration``, ``dependency``, ``crosswalk``,
``resampling`` and the protection of crossed tables stand for whoever studies territories, in a notebook.

Each docstring gives the formula, the shapes, the units and the author of the method.
"""
