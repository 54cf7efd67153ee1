import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.analytics.agglomeration import agglomeration
from tandem.analytics.establishments import plant_table

NAN = np.nan


def of_plants(area, sector, size, n_areas, n_sectors, reference=None):
    table = plant_table(area, sector, size, n_areas, n_sectors)
    whole = table.employment.sum(axis=1) if reference is None else reference
    return agglomeration(table.employment, table.plant_herfindahl, whole)


def test_a_textbook_example():
    # Farhauer and Kröll (2014), Standorttheorien: ten firms of a sector in Vienna, Linz and Graz.
    result = of_plants(
        [0, 0, 0, 0, 0, 1, 1, 1, 1, 2],
        np.zeros(10, dtype=int),
        [200.0, 650.0, 12_000.0, 100.0, 50.0, 16_000.0, 13_000.0, 1_500.0, 1_500.0, 25_000.0],
        n_areas=3,
        n_sectors=1,
        reference=[500_000.0, 400_000.0, 100_000.0],
    )
    assert result.ellison_glaeser[0] == pytest.approx(0.05990628, abs=5e-9)


def test_it_agrees_with_an_independent_implementation():
    # The examples printed in the documentation of PySAL's `inequality`, for plants of one person and for given H.
    table = np.array([[10.0, 13.0, 13.0, 49.0], [19.0, 29.0, 31.0, 46.0], [33.0, 16.0, 34.0, 34.0]])
    ones = agglomeration(table, 1 / table.sum(axis=0), table.sum(axis=1))
    np.testing.assert_allclose(ones.ellison_glaeser, [0.054499, 0.016242, 0.010141, 0.028803], atol=5e-7)
    np.testing.assert_allclose(ones.maurel_sedillot, [0.078583, 0.035977, 0.039374, -0.009049], atol=5e-7)
    given_plants = agglomeration(table, [0.549, 0.715, 0.603, 0.545], table.sum(axis=1))
    np.testing.assert_allclose(given_plants.ellison_glaeser, [-1.06264, -2.39227, -1.461383, -1.117953], atol=5e-7)
    np.testing.assert_allclose(given_plants.maurel_sedillot, [-1.010102, -2.324216, -1.38869, -1.200499], atol=5e-7)


def test_a_sector_all_in_one_of_many_areas_is_one():
    result = of_plants([0, 0, 0, 0], [0, 0, 0, 0], [5.0, 5.0, 5.0, 5.0], 1_000, 1, reference=np.ones(1_000))
    assert result.ellison_glaeser[0] == pytest.approx(1.0)
    assert result.maurel_sedillot[0] == pytest.approx(1.0)
    # On a map of two areas, where the other one is nearly everything, only Maurel and Sédillot's stays there.
    result = of_plants([0, 0, 0, 0], [0, 0, 0, 0], [5.0, 5.0, 5.0, 5.0], 2, 1, reference=[1.0, 999.0])
    assert result.ellison_glaeser[0] > 1_000
    assert result.maurel_sedillot[0] == pytest.approx(1.0)


def test_a_sector_that_cannot_be_judged_has_no_index():
    # A single plant, no plant, and a sector whose map has a hole.
    table = [[7.0, 0.0, NAN], [0.0, 0.0, 3.0]]
    result = agglomeration(table, [1.0, NAN, 0.5], [10.0, 10.0])
    assert np.isnan(result.ellison_glaeser).all()
    assert np.isnan(result.maurel_sedillot).all()
    assert np.isnan(result.raw_concentration).tolist() == [False, True, True]


def test_one_area_gives_room_for_no_gathering():
    assert np.isnan(of_plants([0, 0], [0, 0], [3.0, 4.0], 1, 1).ellison_glaeser).all()
    assert np.isnan(of_plants([0, 0], [0, 0], [3.0, 4.0], 3, 1).maurel_sedillot).all()
    assert np.isnan(of_plants([0, 1], [0, 0], [3.0, 4.0], 2, 1, reference=[0.0, 0.0]).maurel_sedillot).all()


def test_input_is_checked():
    with pytest.raises(ValueError, match=r"plant_herfindahl: expected numbers in \(0, 1\]"):
        agglomeration([[1.0], [1.0]], [1.5], [1.0, 1.0])
    with pytest.raises(ValueError, match="reference: expected what each area weighs"):
        agglomeration([[1.0], [1.0]], [0.5], [1.0, NAN])
    with pytest.raises(ValueError, match="reference: expected 2 rows, got 1"):
        agglomeration([[1.0], [1.0]], [0.5], [1.0])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(1, 99)), min_size=1, max_size=30))
def test_it_agrees_with_the_definition(plants):
    area, sector, size = (np.array(each) for each in zip(*plants, strict=True))
    result = of_plants(area, sector, size, 4, 3)
    weights = [size[area == place].sum() / size.sum() for place in range(4)]
    spread = 1 - sum(weight**2 for weight in weights)
    for kind in range(3):
        sizes = size[sector == kind]
        if sizes.size < 2 or spread < 1e-12:
            assert np.isnan([result.ellison_glaeser[kind], result.maurel_sedillot[kind]]).all()
            continue
        herfindahl = sum((each / sizes.sum()) ** 2 for each in sizes)
        shares = [size[(area == place) & (sector == kind)].sum() / sizes.sum() for place in range(4)]
        g = sum((share - weight) ** 2 for share, weight in zip(shares, weights, strict=True))
        together = (sum(share**2 for share in shares) - sum(weight**2 for weight in weights)) / spread
        np.testing.assert_allclose(
            result.ellison_glaeser[kind], (g - spread * herfindahl) / (spread * (1 - herfindahl)), atol=1e-9
        )
        np.testing.assert_allclose(result.maurel_sedillot[kind], (together - herfindahl) / (1 - herfindahl), atol=1e-9)


def test_plants_placed_at_random_are_agglomerated_by_zero_on_average():
    random = np.random.default_rng(1997)
    sizes = np.ceil(random.lognormal(3, 1.3, 25))
    weights = random.dirichlet(np.full(40, 0.4))
    sectors = 4_000  # each a new throw of the same plants on the same map
    area = random.choice(40, size=(sectors, 25), p=weights)
    result = of_plants(
        area.ravel(), np.repeat(np.arange(sectors), 25), np.tile(sizes, sectors), 40, sectors, reference=weights
    )
    for index in (result.ellison_glaeser, result.maurel_sedillot):
        assert abs(index.mean()) < 4 * index.std() / np.sqrt(sectors)
    # The uncorrected concentration is not: plants this large are always somewhere.
    assert result.raw_concentration.mean() > 0.1


def test_plants_that_follow_each_other_are_agglomerated_by_the_share_that_does():
    # With probability 0.3 all the plants of a sector go where one of them goes (the spillovers of Ellison and Glaeser).
    random = np.random.default_rng(1999)
    sectors, weights = 6_000, random.dirichlet(np.full(30, 0.8))
    together = random.random(sectors) < 0.3
    area = random.choice(30, size=(sectors, 12), p=weights)
    area[together] = area[together][:, :1]
    result = of_plants(
        area.ravel(), np.repeat(np.arange(sectors), 12), np.ones(area.size), 30, sectors, reference=weights
    )
    for index in (result.ellison_glaeser, result.maurel_sedillot):
        assert index.mean() == pytest.approx(0.3, abs=4 * index.std() / np.sqrt(sectors))
