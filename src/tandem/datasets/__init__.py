"""The official files, read as their producers publish them.

``tandem data import KIND FILE…`` brings a file to the store; ``tandem.datasets.store`` gives it back to the diagnosis.

``kinds``
    One module per official file: the columns by which it is recognised, what each of them must hold, where to get it.
``recognising``
    Which official file a person has given.
``sources``, ``texts``, ``archives``, ``workbooks``
    Open what a person downloads: CSV of any encoding and separator, compressed or not, Parquet, workbook.
``reshaping``, ``readings``, ``mending``
    How a column per year becomes rows, how a cell becomes a value, and why it is refused.
``codes``
    Communes and activity classes of today, as small whole numbers, and the way to them from the codes of other years.
``importing``
    The run: recognise, read (``staging``, or ``coding`` for tens of millions of rows), refuse line by line
    (``judging``, ``corrections``), write (``writing``), and put in service all at once.
``store``
    What is in service: integer-coded, sorted Parquet with a manifest, outside the database.
``download``
    Fetch a file from its official address, resumed and checked.

No Django, no database: the package can be used from a notebook.  Errors are `tandem.core.errors.TandemError`, in the
user's words.
"""
