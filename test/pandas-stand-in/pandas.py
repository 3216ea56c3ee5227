"""As much of pandas as examples/encapsulation_notebook.ipynb uses, so that its cells can run where pandas is missing."""
import collections
import csv


def read_csv(source, dtype=None, keep_default_na=True):
    lines = list(csv.DictReader(open(source, newline='', encoding='utf-8') if isinstance(source, str) else source))
    columns = {name: [line[name] for line in lines] for name in (lines[0] if lines else {})}
    return DataFrame({name: values if dtype is str else guessed(values) for name, values in columns.items()})


def guessed(values):
    try:
        return [int(value) for value in values]
    except ValueError:
        return values


class Column(list):
    def __eq__(self, value):
        return Column(own == value for own in self)

    def __and__(self, other):
        return Column(one and two for one, two in zip(self, other))


class Labelled(dict):
    pass


class DataFrame:
    def __init__(self, columns, index=None):
        self.columns = columns
        self.index = index

    def __len__(self):
        return len(next(iter(self.columns.values()), []))

    def __getitem__(self, key):
        if isinstance(key, str) and self.index is not None:
            return Labelled(zip(self.columns[self.index], self.columns[key]))
        if isinstance(key, str):
            return Column(self.columns[key])
        kept = {name: [value for value, keep in zip(values, key) if keep] for name, values in self.columns.items()}
        return DataFrame(kept, self.index)

    def set_index(self, name):
        return DataFrame(self.columns, name)

    def itertuples(self, index=True):
        row = collections.namedtuple('Pandas', self.columns)
        return (row(*values) for values in zip(*self.columns.values()))
